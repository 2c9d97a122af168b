package io.foldline.passes.fold;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;

/** A transform in a file. */
public record StoredTransform(TensorInfo tensor) implements TransformSource, TransformRows {
    /** Name of the tensor in the files of solved transforms. */
    public static final String NAME = "transform";

    /** @throws InputException if the tensor is no matrix */
    public StoredTransform {
        if (tensor.shape().size() != 2) {
            throw new InputException(
                    "%s: the transform has shape %s, expected a matrix".formatted(tensor.file(), tensor.shape()));
        }
    }

    @Override
    public int rows() {
        return Math.toIntExact(tensor.shape().get(0));
    }

    @Override
    public int columns() {
        return Math.toIntExact(tensor.shape().get(1));
    }

    @Override
    public double[] read(int first, int count) throws IOException {
        return TensorReader.doubles(tensor, (long) first * columns(), Math.multiplyExact(count, columns()));
    }

    @Override
    public DMatrixRMaj load() throws IOException {
        return DMatrixRMaj.wrap(rows(), columns(), TensorReader.doubles(tensor));
    }

    @Override
    public TransformRows open() {
        return this;
    }
}
