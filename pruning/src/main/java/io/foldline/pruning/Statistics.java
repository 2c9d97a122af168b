package io.foldline.pruning;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;

/**
 * Sufficient statistics of a least-squares problem {@code M T ≈ R}, as sums over calibration tokens; k is the width of M,
 * d that of R, the hidden size. For the transform of a cut k is d. Sums add up, so shards of a calibration set can be
 * gathered anywhere and in any order.
 *
 * @param gram {@code MᵀM}, k×k
 * @param cross {@code MᵀR}, k×d
 * @param target {@code tr(RᵀR)}
 * @param tokens number of tokens summed over
 */
public record Statistics(DMatrixRMaj gram, DMatrixRMaj cross, double target, long tokens) {
    /** @throws IllegalArgumentException if the matrices do not fit each other */
    public Statistics {
        int width = gram.numRows;
        if (gram.numCols != width || cross.numRows != width) {
            throw new IllegalArgumentException("gram is %d×%d, cross %d×%d, expected k×k and k×d"
                    .formatted(gram.numRows, gram.numCols, cross.numRows, cross.numCols));
        }
    }

    /** Sums over no token. */
    public static Statistics zero(int width) {
        return new Statistics(new DMatrixRMaj(width, width), new DMatrixRMaj(width, width), 0, 0);
    }

    /** Width k of M. */
    public int width() {
        return gram.numRows;
    }

    /** Sums over the tokens of both. */
    public Statistics plus(Statistics other) {
        return new Statistics(
                CommonOps_DDRM.add(gram, other.gram, null),
                CommonOps_DDRM.add(cross, other.cross, null),
                target + other.target,
                tokens + other.tokens);
    }

    /** Mean of the diagonal of {@code MᵀM}: the unit of a relative ridge. */
    public double meanDiagonal() {
        return CommonOps_DDRM.trace(gram) / width();
    }

    /** {@code MᵀM + λI}, a new matrix. */
    public DMatrixRMaj ridgedGram(double lambda) {
        DMatrixRMaj sum = gram.copy();
        for (int j = 0; j < width(); j++) {
            sum.add(j, j, lambda);
        }
        return sum;
    }

    /**
     * {@code ‖M T − R‖²} for a transform T.
     *
     * @param transform T, k×d
     * @param gramTransform {@code MᵀM T}, multiplied by whatever does so fastest
     */
    public double residual(DMatrixRMaj transform, DMatrixRMaj gramTransform) {
        return target
                - 2 * VectorVectorMult_DDRM.innerProd(transform, cross)
                + VectorVectorMult_DDRM.innerProd(transform, gramTransform);
    }

    /** {@code ‖M T − R‖² / ‖R‖²}, see {@link #residual}; 0 where there is nothing to meet. */
    public double relativeResidual(DMatrixRMaj transform, DMatrixRMaj gramTransform) {
        return target == 0 ? 0 : residual(transform, gramTransform) / target;
    }
}
