package io.foldline.storage;

import io.foldline.checkpoint.ContentDigest;
import io.foldline.storage.transfer.TransferLog;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;

/** A file with data, on this machine or elsewhere. */
public sealed interface DataFile permits DataFile.Local, HubDataFile {
    /** A file of this machine. */
    static DataFile of(Path file) {
        return new Local(file);
    }

    /** The path of the file, or of where it will be; its last part is the name of the file. */
    Path path();

    /**
     * The same path, the file brought there if it is elsewhere; not to be changed.
     *
     * @param progress told of what has to be brought here
     * @throws io.foldline.checkpoint.InputException if it may not be read
     * @throws io.foldline.checkpoint.ResourceException if the disk is full
     * @throws IOException for passing faults; the next attempt goes on
     */
    Path fetch(TransferProgress progress) throws IOException;

    /** The same, with progress in the log. */
    default Path fetch() throws IOException {
        return fetch(new TransferLog(toString()));
    }

    /** Digest of the content; that of a file elsewhere is known without bringing it here. */
    String digest() throws IOException;

    /** A file of this machine. */
    record Local(Path path) implements DataFile {
        @Override
        public Path fetch(TransferProgress progress) {
            return path;
        }

        @Override
        public String digest() throws IOException {
            return ContentDigest.of(path);
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
