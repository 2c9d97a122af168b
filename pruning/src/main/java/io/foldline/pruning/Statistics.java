package io.foldline.pruning;

import org.ejml.data.DMatrixRMaj;

/**
 * Sufficient statistics of the least-squares problem {@code M T ≈ R} of one cut, as sums over calibration tokens; d is
 * the hidden size.
 *
 * @param gram {@code MᵀM}, d×d
 * @param cross {@code MᵀR}, d×d
 * @param target {@code tr(RᵀR)}
 * @param tokens number of tokens summed over
 */
public record Statistics(DMatrixRMaj gram, DMatrixRMaj cross, double target, long tokens) {}
