package io.foldline.checkpoint;

import java.io.IOException;

/** A tensor of a checkpoint to be written: where its bytes come from. */
public sealed interface OutputTensor {
    /** Name, dtype and shape in the new checkpoint. */
    TensorSpec spec();

    /**
     * A tensor copied byte for byte.
     *
     * @param name name in the new checkpoint
     */
    record Copied(String name, TensorInfo source) implements OutputTensor {
        @Override
        public TensorSpec spec() {
            return new TensorSpec(name, source.dtype(), source.shape());
        }
    }

    /** A tensor whose values are computed when it is written. */
    record Computed(TensorSpec spec, Values values) implements OutputTensor {}

    /** Computes values, as many as the shape of the tensor needs. */
    @FunctionalInterface
    interface Values {
        /** @param sink takes the values in row-major order */
        void writeTo(ValueSink sink) throws IOException;
    }
}
