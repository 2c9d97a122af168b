package io.foldline.solver;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.Statistics;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** Chooses the ridge, relative to the mean diagonal of {@code MᵀM}, that leaves the least residual on held-out tokens. */
final class RidgeSearch {
    /** Factors tried: the decades from 1e-6 to 10. */
    private static final double[] FACTORS = IntStream.rangeClosed(-6, 1)
            .mapToDouble(decade -> Math.pow(10, decade))
            .toArray();

    private final DenseAlgebra algebra;

    RidgeSearch(DenseAlgebra algebra) {
        this.algebra = algebra;
    }

    /**
     * The best factor; the smallest of equals.
     *
     * @throws InputException if no factor makes the normal equation solvable
     */
    double factor(Statistics fit, Statistics heldOut) {
        double best = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        for (double factor : FACTORS) {
            double residual = residual(fit, heldOut, factor);
            if (residual < least) {
                least = residual;
                best = factor;
            }
        }
        if (Double.isNaN(best)) {
            throw new InputException(
                    "No ridge from %s to %s of the mean diagonal makes MᵀM over %d calibration tokens solvable: the MLP of the kept block writes nothing, choose another cut."
                            .formatted(
                                    DoubleStream.of(FACTORS).min().getAsDouble(),
                                    DoubleStream.of(FACTORS).max().getAsDouble(),
                                    fit.tokens()));
        }
        return best;
    }

    private double residual(Statistics fit, Statistics heldOut, double factor) {
        try {
            DMatrixRMaj transform = algebra.solveSymmetric(fit.ridgedGram(factor * fit.meanDiagonal()), fit.cross());
            return heldOut.residual(transform, algebra.multiply(heldOut.gram(), transform));
        } catch (NotPositiveDefiniteException e) {
            return Double.POSITIVE_INFINITY;
        }
    }
}
