package io.foldline.checkpoint;

/**
 * What the user gave cannot be used: no retry helps. The message names the thing, what was expected, what was found and
 * what to do.
 */
public class InputException extends RuntimeException {
    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
