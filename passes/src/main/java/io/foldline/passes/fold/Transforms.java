package io.foldline.passes.fold;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.InvalidCheckpointException;
import io.foldline.checkpoint.TensorInfo;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;

/** Checks of what is folded. */
public final class Transforms {
    private Transforms() {}

    /**
     * Loads the transform for a tensor.
     *
     * @throws InputException if it is not width × width
     */
    static DMatrixRMaj load(TransformSource source, TensorInfo weight, int width) throws IOException {
        DMatrixRMaj transform = source.load();
        requireSize(transform.numRows, transform.numCols, weight, width);
        return transform;
    }

    /**
     * Opens the transform for a tensor, to be read row by row.
     *
     * @throws InputException if it is not width × width
     */
    static TransformRows open(TransformSource source, TensorInfo weight, int width) throws IOException {
        TransformRows transform = source.open();
        requireSize(transform.rows(), transform.columns(), weight, width);
        return transform;
    }

    private static void requireSize(int rows, int columns, TensorInfo weight, int width) {
        if (rows != width || columns != width) {
            throw new InputException(
                    "the transform for tensor '%s' is %d×%d, expected %d×%d; it was made for another model"
                            .formatted(weight.name(), rows, columns, width, width));
        }
    }

    /**
     * @throws InvalidCheckpointException if a tensor is no matrix or vector that a transform can be folded into
     */
    static void requireFoldable(TensorInfo weight) {
        int dimensions = weight.shape().size();
        boolean sized = weight.shape().stream().allMatch(size -> size > 0 && size <= Integer.MAX_VALUE);
        if (dimensions < 1 || dimensions > 2 || !sized || !weight.dtype().isWeight()) {
            throw new InvalidCheckpointException(
                    weight.file(),
                    "tensor '%s' has shape %s and dtype %s, expected a matrix or vector of floating-point numbers to fold a transform into; get the checkpoint again"
                            .formatted(weight.name(), weight.shape(), weight.dtype()));
        }
    }

    /**
     * @param part consecutive rows of a tensor, row-major
     * @throws InvalidCheckpointException if a value is not finite
     */
    public static void requireFinite(TensorInfo weight, double[] part, int firstRow, int columns) {
        for (int i = 0; i < part.length; i++) {
            if (!Double.isFinite(part[i])) {
                throw new InvalidCheckpointException(
                        weight.file(),
                        "tensor '%s' holds %s in row %d, column %d, expected finite weights; get the checkpoint again"
                                .formatted(weight.name(), part[i], firstRow + i / columns, i % columns));
            }
        }
    }
}
