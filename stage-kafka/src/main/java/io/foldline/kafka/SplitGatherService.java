package io.foldline.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a topology, and starts its thread anew after passing faults. */
final class SplitGatherService implements StreamsUncaughtExceptionHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SplitGatherService.class);
    private static final int MAX_RESTARTS = 10;
    private static final Duration FORGET = Duration.ofMinutes(2);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final String name;
    private final Consumer<Throwable> onFatal;
    private final KafkaStreams streams;
    private final CountDownLatch running = new CountDownLatch(1);
    private int restarts;
    private Instant lastRestart = Instant.EPOCH;

    /** @param onFatal hears once why it stopped, if it does so on its own */
    SplitGatherService(String name, Topology topology, Properties config, Consumer<Throwable> onFatal) {
        this.name = name;
        this.onFatal = onFatal;
        this.streams = new KafkaStreams(topology, config);
    }

    void start() {
        streams.setUncaughtExceptionHandler(this);
        streams.setStateListener((now, before) -> {
            if (now == State.RUNNING) {
                running.countDown();
            }
        });
        streams.start();
    }

    /** Whether it ran within {@code timeout}, and before {@code failed}. */
    boolean awaitRunning(Duration timeout, BooleanSupplier failed) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!failed.getAsBoolean() && System.nanoTime() < end) {
            if (running.await(20, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable fault) {
        Instant now = Instant.now();
        restarts = lastRestart.plus(FORGET).isBefore(now) ? 1 : restarts + 1;
        lastRestart = now;
        boolean memory = fault instanceof OutOfMemoryError || fault.getCause() instanceof OutOfMemoryError;
        boolean broken = !memory && (fault instanceof Error || fault.getCause() instanceof Error);
        if (broken || Refusal.isIn(fault) || restarts > MAX_RESTARTS) {
            LOG.error("{} stops", name, fault);
            onFatal.accept(fault);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("{} starts anew after a fault, {} of {}", name, restarts, MAX_RESTARTS, fault);
        pause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    @Override
    public void close() {
        if (!streams.close(CLOSE)) {
            LOG.warn("{} did not stop within {} s", name, CLOSE.toSeconds());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
