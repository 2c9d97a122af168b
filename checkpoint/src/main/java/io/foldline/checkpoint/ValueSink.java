package io.foldline.checkpoint;

import java.io.IOException;

/** Takes the values of a tensor, part by part in row-major order, and rounds each once to the dtype of the tensor. */
@FunctionalInterface
public interface ValueSink {
    /**
     * Takes the next values.
     *
     * @throws InputException if a finite value is too large for the dtype
     */
    void write(double[] values) throws IOException;
}
