package io.foldline.pruning;

/**
 * A least-squares problem of a cut, of which the calibrator gathers the {@link Statistics}. Of each token, M is what the MLP
 * of the kept block adds, Y the residual stream in front of that, X the output of the last removed block, {@code R = X − Y}.
 */
public enum CutProblem {
    /** {@code M T ≈ R}. */
    TRANSFORM(1, 1),
    /** {@code M T ≈ R}, each token weighted by {@code 1/‖R‖²}; where R is zero, by nothing. */
    WEIGHTED(1, 1),
    /** {@code M T ≈ [R Y]}: R and Y side by side. */
    BESIDE(1, 2),
    /** {@code Y δ ≈ R} with one number δ. */
    FACTOR(0, 0),
    /** {@code α ≈ ‖X‖₁/‖Y + M‖₁} with one number α; tokens that nothing has written to are left out. */
    MAGNITUDE(0, 0);

    private final int inputs;
    private final int outputs;

    /** Widths in hidden sizes; 0: one number. */
    CutProblem(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** How many columns the left side has, k, at a hidden size. */
    public int inputs(int hiddenSize) {
        return Math.max(1, inputs * hiddenSize);
    }

    /** How many columns the right side has at a hidden size. */
    public int outputs(int hiddenSize) {
        return Math.max(1, outputs * hiddenSize);
    }
}
