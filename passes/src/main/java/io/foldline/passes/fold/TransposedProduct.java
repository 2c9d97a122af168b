package io.foldline.passes.fold;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Adds up rows of {@code TᵀW}, in float64, from rows of W as they come. Each element is summed in the order of the rows of
 * W, whatever the number of threads.
 *
 * <p>Columns are worked on in tiles, each by one thread, with what it reads and adds to copied side by side: rows of a wide
 * matrix lie a multiple of the page size apart, where caches hold few of them.
 */
final class TransposedProduct {
    /** Columns worked on at once: eight rows of W and one of sums stay in the first cache. */
    private static final int TILE = 256;

    /** Rows of sums worked on at once: with a tile of columns they stay in the second cache. */
    private static final int BAND = 64;

    private static final int UNROLLED = 8;

    private final int width;
    private final int columns;
    private final int firstRow;
    private final int rows;
    private final double[] sums;

    /**
     * @param width columns of T
     * @param columns columns of W
     * @param firstRow first row of {@code TᵀW} to be computed
     * @param rows number of these rows
     */
    TransposedProduct(int width, int columns, int firstRow, int rows) {
        this.width = width;
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
     * @param transform the rows of T with the same indices, row-major
     * @param part values of the rows of W, row-major
     */
    void add(double[] transform, double[] part) {
        int tiles = (columns + TILE - 1) / TILE;
        IntStream.range(0, tiles).parallel().forEach(tile -> addToTile(tile * TILE, transform, part));
    }

    private void addToTile(int column, double[] transform, double[] part) {
        int length = Math.min(TILE, columns - column);
        int count = part.length / columns;
        double[][] packed = new double[(count + UNROLLED - 1) / UNROLLED * UNROLLED][TILE];
        for (int k = 0; k < count; k++) {
            System.arraycopy(part, k * columns + column, packed[k], 0, length);
        }
        double[][] band = new double[BAND][TILE];
        for (int row = 0; row < rows; row += BAND) {
            int height = Math.min(BAND, rows - row);
            for (int i = 0; i < height; i++) {
                System.arraycopy(sums, (row + i) * columns + column, band[i], 0, length);
            }
            for (int k = 0; k < count; k += UNROLLED) {
                addToBand(transform, k, Math.min(UNROLLED, count - k), row, height, packed, band);
            }
            for (int i = 0; i < height; i++) {
                System.arraycopy(band[i], 0, sums, (row + i) * columns + column, length);
            }
        }
    }

    /** Adds {@code count} rows of W, at most eight, to each row of the band. */
    private void addToBand(
            double[] transform, int from, int count, int row, int height, double[][] packed, double[][] band) {
        double[] factors = new double[UNROLLED];
        for (int i = 0; i < height; i++) {
            Arrays.fill(factors, 0);
            for (int k = 0; k < count; k++) {
                factors[k] = transform[(from + k) * width + firstRow + row + i];
            }
            addEight(factors, packed, from, band[i]);
        }
    }

    /**
     * Eight rows at a time, so that a sum is loaded and stored once for the eight; added one after the other. The compiler
     * makes vector instructions of it because all arrays, each a row, have the same index.
     */
    private static void addEight(double[] factors, double[][] packed, int from, double[] sum) {
        double t0 = factors[0];
        double t1 = factors[1];
        double t2 = factors[2];
        double t3 = factors[3];
        double t4 = factors[4];
        double t5 = factors[5];
        double t6 = factors[6];
        double t7 = factors[7];
        double[] w0 = packed[from];
        double[] w1 = packed[from + 1];
        double[] w2 = packed[from + 2];
        double[] w3 = packed[from + 3];
        double[] w4 = packed[from + 4];
        double[] w5 = packed[from + 5];
        double[] w6 = packed[from + 6];
        double[] w7 = packed[from + 7];
        for (int j = 0; j < TILE; j++) {
            sum[j] = sum[j]
                    + t0 * w0[j]
                    + t1 * w1[j]
                    + t2 * w2[j]
                    + t3 * w3[j]
                    + t4 * w4[j]
                    + t5 * w5[j]
                    + t6 * w6[j]
                    + t7 * w7[j];
        }
    }
}
