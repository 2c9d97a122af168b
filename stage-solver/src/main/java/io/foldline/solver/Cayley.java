package io.foldline.solver;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Rotations {@code T = (I − A)(I + A)⁻¹}, the point A being skew-symmetric (Cayley 1846): all orthogonal transforms without
 * the eigenvalue −1.
 */
record Cayley(DenseAlgebra algebra) implements Parameters {
    @Override
    public DMatrixRMaj identity(int width) {
        return new DMatrixRMaj(width, width);
    }

    /** {@code (I + A)⁻¹ = (I + AᵀA)⁻¹ (I + A)ᵀ}, as A is skew. */
    private DMatrixRMaj inverse(DMatrixRMaj skew) {
        DMatrixRMaj square = algebra.multiplyTransposed(skew, skew);
        DMatrixRMaj transposed = CommonOps_DDRM.transpose(skew, null);
        for (int j = 0; j < skew.numRows; j++) {
            square.add(j, j, 1);
            transposed.add(j, j, 1);
        }
        return algebra.solveSymmetric(square, transposed);
    }

    /** {@code T = 2 (I + A)⁻¹ − I}. */
    @Override
    public DMatrixRMaj transform(DMatrixRMaj point) {
        DMatrixRMaj transform = inverse(point);
        CommonOps_DDRM.scale(2, transform);
        for (int j = 0; j < point.numRows; j++) {
            transform.add(j, j, -1);
        }
        return transform;
    }

    /** With {@code S = (I + A)⁻¹}, {@code dT = −2 S dA S}: the skew part of {@code −2 Sᵀ G Sᵀ}. */
    @Override
    public DMatrixRMaj gradient(DMatrixRMaj point, DMatrixRMaj byTransform) {
        DMatrixRMaj inverse = inverse(point);
        DMatrixRMaj inverseTransposed = CommonOps_DDRM.transpose(inverse, null);
        DMatrixRMaj full = algebra.multiply(algebra.multiplyTransposed(inverse, byTransform), inverseTransposed);
        return CommonOps_DDRM.subtract(CommonOps_DDRM.transpose(full, null), full, null);
    }

    @Override
    public Scaling scaling(DMatrixRMaj curvature) {
        return DMatrixRMaj::copy;
    }
}
