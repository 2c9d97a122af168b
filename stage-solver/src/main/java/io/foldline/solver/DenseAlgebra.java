package io.foldline.solver;

import org.ejml.data.DMatrixRMaj;

/** The float64 operations on dense d×d matrices that solving needs; implementations agree to rounding. Arguments are not changed. */
public interface DenseAlgebra extends AutoCloseable {
    /** From this width on, libtorch is worth its start. */
    int TORCH_WIDTH = 512;

    /** The fastest one for matrices of this width on this machine: libtorch for wide ones where it is there, else EJML. */
    static DenseAlgebra forWidth(int width) {
        return width >= TORCH_WIDTH ? TorchAlgebra.ifPresent().orElseGet(EjmlAlgebra::new) : new EjmlAlgebra();
    }

    /** The product of two matrices. */
    DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b);

    /** The product {@code aᵀ b}. */
    DMatrixRMaj multiplyTransposed(DMatrixRMaj a, DMatrixRMaj b);

    /**
     * Solves {@code A X = B} by Cholesky factorisation.
     *
     * @param a symmetric
     * @throws NotPositiveDefiniteException if {@code a} is not positive definite
     */
    DMatrixRMaj solveSymmetric(DMatrixRMaj a, DMatrixRMaj b);

    /** {@code UVᵀ} of the singular value decomposition of {@code a}: the orthogonal matrix nearest to it. */
    DMatrixRMaj nearestOrthogonal(DMatrixRMaj a);

    /** Frees what the implementation holds; it holds nothing by default. */
    @Override
    default void close() {}
}
