package io.foldline.solver;

import org.ejml.data.DMatrixRMaj;

/**
 * What was solved for: {@code γY + M T} meets X best.
 *
 * @param transform T, d×d, for row vectors; 1×1 where it is a multiple of the identity
 * @param factor γ, positive; 1 where the method leaves the residual stream as it is
 * @param ridge absolute ridge λ that was used; 0 where the method has none
 * @param relativeResidual {@code ‖γY + M T − X‖² / ‖X − Y‖²} over all calibration tokens
 */
public record Solution(DMatrixRMaj transform, double factor, double ridge, double relativeResidual) {
    /** A solution that leaves the residual stream as it is. */
    Solution(DMatrixRMaj transform, double ridge, double relativeResidual) {
        this(transform, 1, ridge, relativeResidual);
    }
}
