package io.foldline.stage;

import io.foldline.checkpoint.ResourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a full disk, which no retry empties, from other faults of writing. */
final class DiskFull {
    private static final List<String> SIGNS =
            List.of("No space left on device", "Disk quota exceeded", "not enough space");

    private DiskFull() {}

    /** Returns {@code fault}, or throws what a full disk means to a run. */
    static IOException orPassing(IOException fault, Path file) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (isSign(cause.getMessage())) {
                throw new ResourceException(
                        file + ": the disk is full; free space there or choose another folder, then run again", fault);
            }
        }
        return fault;
    }

    private static boolean isSign(@Nullable String message) {
        return message != null && SIGNS.stream().anyMatch(message::contains);
    }
}
