package io.foldline.cli.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder that no other process uses, out of several of one kind; free again when the process ends. */
public record OwnFolder(Path path, FileChannel lock) implements AutoCloseable {
    /** Takes the first of {@code NAME-0}, {@code NAME-1}, … that is free. */
    public static OwnFolder below(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        for (int i = 0; ; i++) {
            FileChannel lock = FileChannel.open(
                    parent.resolve(name + "-" + i + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (taken(lock)) {
                return new OwnFolder(Files.createDirectories(parent.resolve(name + "-" + i)), lock);
            }
            lock.close();
        }
    }

    private static boolean taken(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
