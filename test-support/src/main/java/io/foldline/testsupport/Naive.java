package io.foldline.testsupport;

import java.util.Random;

/** The fold by its definition, and inputs for it. */
public final class Naive {
    private Naive() {}

    /**
     * {@code TᵀW}, each element summed in the order of the rows of W.
     *
     * @param transform T, width × width, row-major
     * @param weight W, width rows, row-major
     */
    public static double[] fold(double[] transform, int width, double[] weight) {
        int columns = weight.length / width;
        double[] product = new double[weight.length];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < width; k++) {
                    sum += transform[k * width + i] * weight[k * columns + j];
                }
                product[i * columns + j] = sum;
            }
        }
        return product;
    }

    /** Values between -1 and 1. */
    public static double[] random(int count, long seed) {
        return new Random(seed).doubles(count, -1, 1).toArray();
    }
}
