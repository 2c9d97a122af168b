package io.foldline.solver;

import org.ejml.data.DMatrixRMaj;

/**
 * A solved transform.
 *
 * @param transform T, d×d, for row vectors: {@code M T ≈ R}
 * @param ridge absolute ridge λ that was used; 0 where the method has none
 * @param relativeResidual {@code ‖M T − R‖² / ‖R‖²} over all calibration tokens
 */
public record Solution(DMatrixRMaj transform, double ridge, double relativeResidual) {}
