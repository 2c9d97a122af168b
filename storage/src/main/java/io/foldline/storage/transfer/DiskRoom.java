package io.foldline.storage.transfer;

import io.foldline.checkpoint.ResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a disk that is too small, which no retry enlarges, from other faults. */
public final class DiskRoom {
    private DiskRoom() {}

    /**
     * Requires room for what is about to be written.
     *
     * @param folder exists
     * @param bytes still to be written there
     * @param cause what happened when it was tried; null if it was not
     * @throws ResourceException if there is less
     */
    public static void require(Path folder, long bytes, @Nullable Throwable cause) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new ResourceException(
                    "%s: disk full: the download needs %s there, there is room for %s; free space, then run again to go on"
                            .formatted(folder, megabytes(bytes), megabytes(free)),
                    cause == null ? new IOException("no room") : cause);
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
