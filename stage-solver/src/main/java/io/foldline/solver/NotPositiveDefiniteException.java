package io.foldline.solver;

/** A matrix that was to be factorised by Cholesky has a pivot that is not positive. */
public final class NotPositiveDefiniteException extends RuntimeException {
    public NotPositiveDefiniteException(int width) {
        super("the %d×%d matrix is not positive definite".formatted(width, width));
    }
}
