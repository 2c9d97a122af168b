package io.foldline.kafka;

import io.foldline.event.RunCancelled;
import io.foldline.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the stage remove, on a thread of its own, what it published for runs that were cancelled; for each run once, and only
 * when no worker of this process is working for it any more, so that nothing is published afterwards. A run that completed
 * before it was cancelled keeps its output.
 */
final class Discards implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Discards.class);
    private static final long SLICE_MS = 100;

    private final Stage<?, ?, ?, ?> stage;
    private final RunSignals signals;
    private final ActiveRuns active;
    private final BlockingQueue<RunCancelled> cancelled = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private volatile boolean stop;

    Discards(Stage<?, ?, ?, ?> stage, RunSignals signals, ActiveRuns active) {
        this.stage = stage;
        this.signals = signals;
        this.active = active;
    }

    /** Takes a run that was cancelled. */
    void add(RunCancelled event) {
        cancelled.add(event);
    }

    /** @param catchUp waits until {@code signals} know everything that is on the broker */
    void start(Supplier<Future<Boolean>> catchUp) {
        thread = new Thread(() -> run(catchUp), "foldline-discards");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends without waiting for what is left; the next process of the stage does it. */
    @Override
    public void close() {
        stop = true;
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Supplier<Future<Boolean>> catchUp) {
        List<RunCancelled> waiting = new ArrayList<>();
        try {
            while (!stop) {
                RunCancelled next = cancelled.poll(SLICE_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    waiting.add(next);
                    cancelled.drainTo(waiting);
                }
                List<RunCancelled> ready = waiting.stream()
                        .filter(event -> !active.contains(event.getRunId()))
                        .toList();
                if (!ready.isEmpty() && catchUp.get().get()) {
                    ready.forEach(this::discard);
                    waiting.removeAll(ready);
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            LOG.warn("{}: what cancelled runs left stays", stage, e);
        }
    }

    private void discard(RunCancelled event) {
        if (stop || signals.completed(event.getRunId())) {
            return;
        }
        try {
            stage.discard(event);
        } catch (IOException | RuntimeException e) {
            LOG.warn("run {}: what the cancelled run left cannot be removed", event.getRunId(), e);
        }
    }
}
