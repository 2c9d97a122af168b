package io.foldline.stage;

/** Bytes that are not a record of the expected type; no retry helps. */
public final class UndecodableException extends RuntimeException {
    /** @param message where the bytes came from, what was expected and what was found */
    public UndecodableException(String message) {
        super(message);
    }

    /** @param message where the bytes came from, what was expected and what was found */
    public UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
