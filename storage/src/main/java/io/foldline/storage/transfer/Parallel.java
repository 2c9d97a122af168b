package io.foldline.storage.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Transfers several files at a time. */
public final class Parallel {
    /** One connection alone rarely fills a line; many are rude. */
    private static final int FILES = 4;

    private Parallel() {}

    /** What is done for one file. */
    @FunctionalInterface
    public interface Action<T> {
        /** Does it. */
        void on(T item) throws IOException;
    }

    /**
     * Does the action for all items; the first failure ends all and is thrown.
     *
     * @param count to which the action tells what it has moved, so that it ends when another has failed
     */
    public static <T> void each(Collection<T> items, TransferCount count, Action<T> action) throws IOException {
        if (items.isEmpty()) {
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(FILES, items.size()), Parallel::daemon);
        try {
            CompletionService<Void> done = new ExecutorCompletionService<>(pool);
            items.forEach(item -> done.submit(() -> {
                action.on(item);
                return null;
            }));
            for (int i = 0; i < items.size(); i++) {
                done.take().get();
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files were transferred");
        } finally {
            count.stop();
            pool.shutdownNow();
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "foldline-transfer");
        thread.setDaemon(true);
        return thread;
    }
}
