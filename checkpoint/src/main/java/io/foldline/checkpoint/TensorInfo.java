package io.foldline.checkpoint;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a tensor lies.
 *
 * @param name name within the checkpoint
 * @param dtype type of the elements, which lie in row-major order, little-endian
 * @param shape sizes, outermost first; empty for a scalar
 * @param file safetensors file that holds it
 * @param offset first byte, counted from the start of the file
 * @param bytes size in bytes
 */
public record TensorInfo(String name, DType dtype, List<Long> shape, Path file, long offset, long bytes) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
        return bytes / dtype.bytes();
    }
}
