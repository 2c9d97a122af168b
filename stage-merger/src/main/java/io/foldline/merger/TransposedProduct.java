package io.foldline.merger;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Adds up rows of {@code TᵀW}, in float64, from rows of W as they come. Each element is summed in the order of the rows of
 * W, whatever the number of threads.
 */
final class TransposedProduct {
    /** Columns worked on at once, so that sums and operands stay in the first cache. */
    private static final int TILE = 1024;

    private static final int UNROLLED = 4;

    private final DMatrixRMaj transform;
    private final int columns;
    private final int firstRow;
    private final int rows;
    private final double[] sums;

    /**
     * @param columns columns of W
     * @param firstRow first row of {@code TᵀW} to be computed
     * @param rows number of these rows
     */
    TransposedProduct(DMatrixRMaj transform, int columns, int firstRow, int rows) {
        this.transform = transform;
        this.columns = columns;
        this.firstRow = firstRow;
        this.rows = rows;
        this.sums = new double[Math.multiplyExact(rows, columns)];
    }

    /** The rows computed, row-major; complete once every row of W was added. */
    double[] sums() {
        return sums;
    }

    /**
     * Adds what consecutive rows of W contribute.
     *
     * @param first index of the first of them
     * @param part their values, row-major
     */
    void add(int first, double[] part) {
        IntStream.range(0, rows).parallel().forEach(row -> addToRow(row, first, part));
    }

    private void addToRow(int row, int first, double[] part) {
        int count = part.length / columns;
        for (int tile = 0; tile < columns; tile += TILE) {
            int length = Math.min(TILE, columns - tile);
            int out = row * columns + tile;
            int k = 0;
            for (; k + UNROLLED <= count; k += UNROLLED) {
                int at = (first + k) * transform.numCols + firstRow + row;
                addFour(at, part, k * columns + tile, out, length);
            }
            for (; k < count; k++) {
                double t = transform.data[(first + k) * transform.numCols + firstRow + row];
                int in = k * columns + tile;
                for (int j = 0; j < length; j++) {
                    sums[out + j] += t * part[in + j];
                }
            }
        }
    }

    /** Four rows at a time, so that a sum is loaded and stored once for the four; added one after the other. */
    private void addFour(int at, double[] part, int in, int out, int length) {
        double[] t = transform.data;
        int stride = transform.numCols;
        double t0 = t[at];
        double t1 = t[at + stride];
        double t2 = t[at + 2 * stride];
        double t3 = t[at + 3 * stride];
        int in1 = in + columns;
        int in2 = in1 + columns;
        int in3 = in2 + columns;
        for (int j = 0; j < length; j++) {
            sums[out + j] =
                    sums[out + j] + t0 * part[in + j] + t1 * part[in1 + j] + t2 * part[in2 + j] + t3 * part[in3 + j];
        }
    }
}
