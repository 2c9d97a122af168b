package io.foldline.pruning;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;

/**
 * Sufficient statistics of the least-squares problem {@code M T ≈ R} of one cut, as sums over calibration tokens; d is
 * the hidden size. Sums add up, so shards of a calibration set can be gathered anywhere and in any order.
 *
 * @param gram {@code MᵀM}, d×d
 * @param cross {@code MᵀR}, d×d
 * @param target {@code tr(RᵀR)}
 * @param tokens number of tokens summed over
 */
public record Statistics(DMatrixRMaj gram, DMatrixRMaj cross, double target, long tokens) {
    /** @throws IllegalArgumentException if the matrices are not square and of one size */
    public Statistics {
        int width = gram.numRows;
        if (gram.numCols != width || cross.numRows != width || cross.numCols != width) {
            throw new IllegalArgumentException("gram is %d×%d, cross %d×%d, expected two square matrices of one size"
                    .formatted(gram.numRows, gram.numCols, cross.numRows, cross.numCols));
        }
    }

    /** Sums over no token. */
    public static Statistics zero(int width) {
        return new Statistics(new DMatrixRMaj(width, width), new DMatrixRMaj(width, width), 0, 0);
    }

    /** Hidden size. */
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
     * @param transform T, d×d
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
