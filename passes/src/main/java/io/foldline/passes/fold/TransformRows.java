package io.foldline.passes.fold;

import java.io.IOException;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/** A transform of which some rows are wanted at a time. */
public interface TransformRows {
    /** Number of rows. */
    int rows();

    /** Number of columns. */
    int columns();

    /**
     * Some rows, row-major.
     *
     * @param first index of the first of them
     */
    double[] read(int first, int count) throws IOException;

    /** The rows of a matrix in memory. */
    static TransformRows of(DMatrixRMaj transform) {
        return new TransformRows() {
            @Override
            public int rows() {
                return transform.numRows;
            }

            @Override
            public int columns() {
                return transform.numCols;
            }

            @Override
            public double[] read(int first, int count) {
                return Arrays.copyOfRange(
                        transform.data, first * transform.numCols, (first + count) * transform.numCols);
            }
        };
    }
}
