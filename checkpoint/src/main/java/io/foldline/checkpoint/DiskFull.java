package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells a full disk from other failures of writing. */
final class DiskFull {
    /** Less free space than this, in bytes, is none. */
    private static final long SMALL = 4096;

    private DiskFull() {}

    /**
     * Turns a failure of writing into a {@link ResourceException} where the disk is full; hands it back otherwise.
     *
     * @param folder what was being filled when it happened
     * @param needed bytes that it needs in all
     * @param written bytes of these that are there already
     */
    static IOException explain(IOException failure, Path folder, long needed, long written) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        String message = String.valueOf(failure.getMessage());
        // The message is that of the C library, in the language of the user; the last test knows no language.
        boolean full = message.contains("No space left")
                || message.contains("quota exceeded")
                || free < Math.min(needed, SMALL);
        if (full) {
            throw new ResourceException(
                    "%s: disk full: the checkpoint needs %s there, there is room for %s; free space or choose another output folder"
                            .formatted(folder, megabytes(needed), megabytes(free + written)),
                    failure);
        }
        return failure;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
