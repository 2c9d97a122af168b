package io.foldline.stage;

/** The work was given up because nobody wants its result any more. */
public final class CancelledException extends RuntimeException {
    public CancelledException(String message) {
        super(message);
    }
}
