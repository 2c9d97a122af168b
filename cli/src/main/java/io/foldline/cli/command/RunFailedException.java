package io.foldline.cli.command;

/** A run ended without a result, for another reason than its input. The message says why and what to do. */
final class RunFailedException extends RuntimeException {
    public RunFailedException(String message) {
        super(message);
    }
}
