package io.foldline.model;

/**
 * A tensor that takes a transform T (d×d, for row vectors: what the MLP adds becomes that times T).
 *
 * @param tensor its name in the checkpoint
 * @param how what becomes of it
 */
public record FoldTarget(String tensor, How how) {
    /** How a tensor takes a transform. */
    public enum How {
        /** {@code Tᵀ W}, for a weight W (d × inner) or a bias (d). */
        OUTPUTS,
        /** {@code W T}, for a weight that is stored transposed: W (inner × d). */
        TRANSPOSED_OUTPUTS,
        /** {@code diag(T) w}, for the weight (d) of a norm that comes last. Exact for diagonal T alone. */
        GAIN,
        /** {@code diag(T) (1 + w) - 1}, for such a weight that is stored minus one. */
        GAIN_MINUS_ONE
    }

    /** Whether the tensor takes transforms only that are diagonal. */
    public boolean diagonalOnly() {
        return how == How.GAIN || how == How.GAIN_MINUS_ONE;
    }
}
