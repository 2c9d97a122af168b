package io.foldline.storage.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks by file, between threads and between processes. The system releases them when a process dies. Files stay, since
 * removing one could give two processes the lock.
 */
public final class FileLocks {
    /** The system knows processes, not threads. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private FileLocks() {}

    /** A lock that is held until it is closed, by the thread that took it. */
    public interface Held extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** Waits for the lock of a file, which is made if it is not there. */
    public static Held take(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Files.createDirectories(absolute.resolveSibling(""));
        ReentrantLock thread = THREADS.computeIfAbsent(absolute, path -> new ReentrantLock());
        thread.lock();
        try {
            FileChannel channel = FileChannel.open(absolute, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.lock();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return () -> {
                try {
                    channel.close();
                } finally {
                    thread.unlock();
                }
            };
        } catch (IOException | RuntimeException e) {
            thread.unlock();
            throw e;
        }
    }
}
