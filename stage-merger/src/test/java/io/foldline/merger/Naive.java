package io.foldline.merger;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/** The fold by its definition, and inputs for it. */
final class Naive {
    private Naive() {}

    /** {@code TᵀW}, each element summed in the order of the rows of W. */
    static double[] fold(DMatrixRMaj transform, double[] weight) {
        int rows = transform.numRows;
        int columns = weight.length / rows;
        double[] product = new double[weight.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < rows; k++) {
                    sum += transform.get(k, i) * weight[k * columns + j];
                }
                product[i * columns + j] = sum;
            }
        }
        return product;
    }

    static double[] random(int count, long seed) {
        return new Random(seed).doubles(count, -1, 1).toArray();
    }
}
