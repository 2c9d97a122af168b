package io.foldline.model;

import java.util.List;

/**
 * The tensors that take a transform: those of the last linear layer of a block's MLP, whose output the transform is to
 * be applied to.
 *
 * @param weights names, each of shape width × inner
 * @param biases names, each of shape width; empty where the layer has none
 */
public record FoldTargets(List<String> weights, List<String> biases) {
    public FoldTargets {
        weights = List.copyOf(weights);
        biases = List.copyOf(biases);
    }
}
