package io.foldline.model;

import io.foldline.checkpoint.TensorInfo;
import java.util.List;
import java.util.Map;

/**
 * What a model is to be without writing it out: fewer blocks, other weights.
 *
 * @param kept numbers of the blocks that a pass goes through, ascending, at least one
 * @param replaced where tensors of the blocks are to be found instead, by their name in the checkpoint
 */
public record Variant(List<Integer> kept, Map<String, TensorInfo> replaced) {
    public Variant {
        kept = List.copyOf(kept);
        replaced = Map.copyOf(replaced);
    }
}
