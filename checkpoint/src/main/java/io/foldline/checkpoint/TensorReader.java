package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Reads the values of tensors of dtype F16, BF16, F32 or F64: only the elements asked for, through a small buffer; widening
 * is exact. Files are not mapped, since one that becomes shorter meanwhile would take the process down.
 */
public final class TensorReader {
    /** Elements read at once. */
    private static final int WINDOW = 1 << 17;

    private TensorReader() {}

    /**
     * All values in row-major order.
     *
     * @throws InvalidCheckpointException if the dtype is not one of the four
     * @throws IllegalArgumentException if the values do not fit an array: read ranges
     */
    public static double[] doubles(TensorInfo tensor) throws IOException {
        return doubles(tensor, 0, count(tensor));
    }

    /** The values of {@code count} elements from element {@code first} on. */
    public static double[] doubles(TensorInfo tensor, long first, int count) throws IOException {
        return doubles(tensor, new long[] {first}, count);
    }

    /** The values of {@code count} elements from each element of {@code firsts} on, one after the other. */
    public static double[] doubles(TensorInfo tensor, long[] firsts, int count) throws IOException {
        double[] values = new double[Math.multiplyExact(firsts.length, count)];
        read(tensor, firsts, count, (data, at, length) -> {
            switch (tensor.dtype()) {
                case F64 -> data.asDoubleBuffer().get(values, at, length);
                case F32 -> {
                    for (int i = 0; i < length; i++) {
                        values[at + i] = data.getFloat(i * Float.BYTES);
                    }
                }
                default -> {
                    SmallFloat format = format(tensor);
                    for (int i = 0; i < length; i++) {
                        values[at + i] = format.toDouble(data.getShort(i * Short.BYTES));
                    }
                }
            }
        });
        return values;
    }

    /**
     * All values in row-major order as floats; values of dtype F64 are rounded.
     *
     * @throws InvalidCheckpointException if the dtype is not one of the four
     * @throws IllegalArgumentException if the values do not fit an array: read ranges
     */
    public static float[] floats(TensorInfo tensor) throws IOException {
        return floats(tensor, 0, count(tensor));
    }

    /** The values of {@code count} elements from element {@code first} on, as floats. */
    public static float[] floats(TensorInfo tensor, long first, int count) throws IOException {
        float[] values = new float[count];
        read(tensor, new long[] {first}, count, (data, at, length) -> {
            switch (tensor.dtype()) {
                case F32 -> data.asFloatBuffer().get(values, at, length);
                case F64 -> {
                    for (int i = 0; i < length; i++) {
                        values[at + i] = (float) data.getDouble(i * Double.BYTES);
                    }
                }
                default -> {
                    SmallFloat format = format(tensor);
                    for (int i = 0; i < length; i++) {
                        values[at + i] = (float) format.toDouble(data.getShort(i * Short.BYTES));
                    }
                }
            }
        });
        return values;
    }

    private static int count(TensorInfo tensor) {
        if (tensor.elements() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "tensor '" + tensor.name() + "' has " + tensor.elements() + " elements, too many for one array");
        }
        return (int) tensor.elements();
    }

    private static SmallFloat format(TensorInfo tensor) {
        return tensor.dtype() == DType.F16 ? SmallFloat.F16 : SmallFloat.BF16;
    }

    private static void read(TensorInfo tensor, long[] firsts, int count, Window window) throws IOException {
        if (!tensor.dtype().isWeight()) {
            throw new InvalidCheckpointException(
                    tensor.file(),
                    "tensor '%s' has dtype %s, expected F32, BF16, F16 or F64; save the model in one of them"
                            .formatted(tensor.name(), tensor.dtype()));
        }
        int width = tensor.dtype().bytes();
        try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            ByteBuffer data =
                    ByteBuffer.allocate(Math.min(WINDOW, count) * width).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < firsts.length; i++) {
                requireInside(tensor, firsts[i], count);
                int length;
                for (int at = 0; at < count; at += length) {
                    length = Math.min(WINDOW, count - at);
                    fill(
                            tensor,
                            channel,
                            tensor.offset() + (firsts[i] + at) * width,
                            data.clear().limit(length * width));
                    window.read(data.flip(), i * count + at, length);
                }
            }
        }
    }

    private static void requireInside(TensorInfo tensor, long first, int count) {
        if (first < 0 || first + count > tensor.elements()) {
            throw new IndexOutOfBoundsException("elements %d to %d of tensor '%s', which has %d"
                    .formatted(first, first + count, tensor.name(), tensor.elements()));
        }
    }

    private static void fill(TensorInfo tensor, FileChannel channel, long position, ByteBuffer data)
            throws IOException {
        while (data.hasRemaining()) {
            if (channel.read(data, position + data.position()) < 0) {
                throw new InvalidCheckpointException(
                        tensor.file(), "became shorter while it was read; leave it alone until the run has ended");
            }
        }
    }

    /** Takes a part of a tensor: {@code length} elements for index {@code at} of the result on. */
    private interface Window {
        void read(ByteBuffer data, int at, int length);
    }
}
