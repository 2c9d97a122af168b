package io.foldline.checkpoint;

import java.util.List;

/**
 * Name, dtype and shape of a tensor to be written.
 *
 * @param shape sizes, outermost first; empty for a scalar
 */
public record TensorSpec(String name, DType dtype, List<Long> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Size in bytes. */
    public long bytes() {
        return Math.multiplyExact(elements(), (long) dtype.bytes());
    }
}
