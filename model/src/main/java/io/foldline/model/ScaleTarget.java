package io.foldline.model;

/**
 * A tensor that takes a factor of the residual stream.
 *
 * @param tensor its name in the checkpoint
 * @param offset what its values are stored less of
 * @param inverse whether it takes the inverse of the factor
 */
public record ScaleTarget(String tensor, double offset, boolean inverse) {
    /** What a value becomes. */
    public double scaled(double value, double factor) {
        return (inverse ? 1 / factor : factor) * (value + offset) - offset;
    }
}
