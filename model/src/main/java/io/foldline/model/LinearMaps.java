package io.foldline.model;

import java.util.List;
import java.util.Optional;

/**
 * Linear maps of a block that stand side by side: those that read the residual stream through one norm, or the one that
 * writes to it and is the last to do so before its output is added.
 *
 * @param weights names of their weights in the checkpoint
 * @param bias name of the bias of the one that writes, if it has one
 * @param inputs number of inputs of each
 * @param transposed whether weights are stored inputs × outputs
 * @param scale what the output is multiplied by before it is added; 1 for those that read
 */
public record LinearMaps(List<String> weights, Optional<String> bias, int inputs, boolean transposed, double scale) {
    public LinearMaps {
        weights = List.copyOf(weights);
    }
}
