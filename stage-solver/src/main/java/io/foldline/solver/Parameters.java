package io.foldline.solver;

import io.foldline.pruning.TransformSearch.Constraint;
import org.ejml.data.DMatrixRMaj;

/** Transforms of one kind as points P of a linear space of d×d matrices, in which any direction may be taken. */
sealed interface Parameters permits FreeEntries, Cayley {
    static Parameters of(Constraint constraint, DenseAlgebra algebra) {
        return switch (constraint) {
            case FULL -> new FreeEntries(FreeEntries.Pattern.ALL, algebra);
            case DIAGONAL -> new FreeEntries(FreeEntries.Pattern.DIAGONAL, algebra);
            case TRIANGULAR -> new FreeEntries(FreeEntries.Pattern.UPPER, algebra);
            case ORTHOGONAL -> new Cayley(algebra);
        };
    }

    /** The point of the identity. */
    DMatrixRMaj identity(int width);

    /** T of a point; may be the point itself. */
    DMatrixRMaj transform(DMatrixRMaj point);

    /**
     * The gradient by P.
     *
     * @param byTransform the gradient by T; may be changed, and be the result
     */
    DMatrixRMaj gradient(DMatrixRMaj point, DMatrixRMaj byTransform);

    /** Turns gradients into steps: about the inverse of how fast the gradient changes. */
    interface Scaling {
        DMatrixRMaj apply(DMatrixRMaj gradient);
    }

    /** @param curvature see {@link TransformLoss#curvature} */
    Scaling scaling(DMatrixRMaj curvature);
}
