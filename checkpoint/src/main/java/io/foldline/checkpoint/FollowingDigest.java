package io.foldline.checkpoint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * SHA-256 of a file that is being written front to back: a thread of its own reads what has been written while it is still
 * in memory, so that a large file is neither read from disk again nor waited for.
 */
final class FollowingDigest implements AutoCloseable {
    private static final int STEP = 1 << 20;

    private final Path file;
    private final FutureTask<String> digest = new FutureTask<>(this::follow);
    private final Thread thread = new Thread(digest, "foldline-digest");
    private long written;
    private boolean complete;

    /** @param file exists already */
    FollowingDigest(Path file) {
        this.file = file;
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells that the first {@code bytes} of the file are there and will not change. */
    synchronized void written(long bytes) {
        written = bytes;
        notifyAll();
    }

    /** The digest of all that was written, lower-case hexadecimal; waits for it. */
    String finish() throws IOException {
        synchronized (this) {
            complete = true;
            notifyAll();
        }
        try {
            return digest.get();
        } catch (ExecutionException e) {
            throw new IOException(file + ": cannot be read back", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends the thread, also where the file was not finished. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private String follow() throws IOException {
        MessageDigest sha256 = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(STEP);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long position = 0;
            for (long end = await(position); end > position; end = await(position)) {
                while (position < end) {
                    buffer.clear().limit((int) Math.min(STEP, end - position));
                    int read = channel.read(buffer, position);
                    if (read < 0) {
                        throw new IOException("became shorter while it was written");
                    }
                    sha256.update(buffer.array(), 0, read);
                    position += read;
                }
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Waits until more than {@code position} bytes are there or there will be no more; returns how many there are. */
    private synchronized long await(long position) throws IOException {
        try {
            while (written == position && !complete) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return written;
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while a digest was computed");
        interrupted.initCause(cause);
        return interrupted;
    }
}
