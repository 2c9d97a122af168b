package io.foldline.model;

import java.util.List;

/**
 * A tensor that an architecture needs.
 *
 * @param name its name in the checkpoint; for a block's tensors the part after the block's prefix
 * @param shape sizes, outermost first
 */
record TensorSpec(String name, List<Long> shape) {
    static TensorSpec of(String name, long... shape) {
        return new TensorSpec(name, java.util.Arrays.stream(shape).boxed().toList());
    }
}
