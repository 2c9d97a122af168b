package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file of a checkpoint must be before it is opened: a pipe would never end, a folder cannot be read. */
final class PlainFile {
    private PlainFile() {}

    /**
     * @throws InputException if there is no such file
     * @throws InvalidCheckpointException if it is no regular file, or one that may not be read
     */
    static void require(Path file) {
        if (!Files.exists(file)) {
            throw new InputException(file
                    + (Files.isSymbolicLink(file)
                            ? ": a link to a file that is not there, expected a file; get the file again"
                            : ": no such file; check the path"));
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidCheckpointException(
                    file,
                    "expected a file, found " + (Files.isDirectory(file) ? "a folder" : "a pipe or a device")
                            + "; put the file there");
        }
        if (!Files.isReadable(file)) {
            throw new InvalidCheckpointException(file, "no permission to read it; change its permissions");
        }
    }

    /**
     * Checks the size too.
     *
     * @param mostBytes size of the largest file that is read, in bytes
     * @throws InvalidCheckpointException also if the file is larger
     */
    static void require(Path file, long mostBytes) throws IOException {
        require(file);
        if (Files.size(file) > mostBytes) {
            throw new InvalidCheckpointException(
                    file,
                    "expected at most %d bytes, found %d: this is another file; get it again"
                            .formatted(mostBytes, Files.size(file)));
        }
    }
}
