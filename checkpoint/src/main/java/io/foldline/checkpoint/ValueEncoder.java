package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** Writes doubles as elements of F64, F32, BF16 or F16, each rounded once, to nearest, ties to even. */
final class ValueEncoder {
    private final TensorSpec tensor;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

    ValueEncoder(TensorSpec tensor) {
        if (!tensor.dtype().isWeight()) {
            throw new IllegalArgumentException("values of dtype " + tensor.dtype() + " cannot be made from doubles");
        }
        this.tensor = tensor;
    }

    /**
     * Writes all values.
     *
     * @throws InputException if a finite value is too large for the dtype
     */
    void write(double[] values, WritableByteChannel out) throws IOException {
        for (double value : values) {
            if (buffer.remaining() < Double.BYTES) {
                drain(out);
            }
            put(value);
        }
        drain(out);
    }

    private void put(double value) {
        boolean fits =
                switch (tensor.dtype()) {
                    case F64 -> {
                        buffer.putDouble(value);
                        yield true;
                    }
                    case F32 -> {
                        float rounded = (float) value;
                        buffer.putFloat(rounded);
                        yield !Float.isInfinite(rounded);
                    }
                    default -> {
                        SmallFloat format = tensor.dtype() == DType.F16 ? SmallFloat.F16 : SmallFloat.BF16;
                        short rounded = format.fromDouble(value);
                        buffer.putShort(rounded);
                        yield !format.isInfinite(rounded);
                    }
                };
        if (!fits && !Double.isInfinite(value)) {
            throw new InputException(
                    "tensor '%s': the value %s is too large for its dtype %s; save the model in a wider one"
                            .formatted(tensor.name(), value, tensor.dtype()));
        }
    }

    private void drain(WritableByteChannel out) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }
}
