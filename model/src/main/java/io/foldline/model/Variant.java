package io.foldline.model;

import io.foldline.checkpoint.TensorInfo;
import java.util.List;
import java.util.Map;

/**
 * What a model is to be without writing it out: fewer blocks, other weights, and transforms that are folded in.
 *
 * @param kept numbers of the blocks that a pass goes through, ascending, at least one
 * @param replaced where tensors of the blocks are to be found instead, by their name in the checkpoint
 * @param transforms by the number of a kept block what that which its MLP adds is multiplied by, d×d, from the right
 */
public record Variant(List<Integer> kept, Map<String, TensorInfo> replaced, Map<Integer, TensorInfo> transforms) {
    public Variant {
        kept = List.copyOf(kept);
        replaced = Map.copyOf(replaced);
        transforms = Map.copyOf(transforms);
    }

    /** A variant without transforms. */
    public Variant(List<Integer> kept, Map<String, TensorInfo> replaced) {
        this(kept, replaced, Map.of());
    }
}
