package io.foldline.kafka;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The thread that computes. It is never interrupted, which would break files and native code, only asked to end. */
final class WorkThread implements AutoCloseable {
    private final ExecutorService executor;

    /** How work ended. */
    sealed interface Outcome<R> {}

    /** With a result. */
    record Done<R>(R result) implements Outcome<R> {}

    /** With a fault. */
    record Failed<R>(Throwable cause) implements Outcome<R> {}

    WorkThread(String name) {
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    <R> Future<Outcome<R>> submit(Callable<R> work) {
        return executor.submit(() -> attempt(work));
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    private static <R> Outcome<R> attempt(Callable<R> work) {
        try {
            return new Done<>(work.call());
        } catch (Exception | Error e) {
            return new Failed<>(e);
        }
    }
}
