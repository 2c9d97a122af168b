package io.foldline.checkpoint;

import java.nio.file.Path;

/** A checkpoint, or a file of one, breaks the rules of its format. It is refused, never repaired. */
public final class InvalidCheckpointException extends InputException {
    /**
     * @param file the file or folder that is at fault
     * @param problem what was expected, what was found, what to do
     */
    public InvalidCheckpointException(Path file, String problem) {
        super(file + ": " + problem);
    }

    /**
     * @param file the file or folder that is at fault
     * @param problem what was expected, what was found, what to do
     * @param cause what brought it to light
     */
    public InvalidCheckpointException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
