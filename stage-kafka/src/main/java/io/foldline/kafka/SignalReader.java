package io.foldline.kafka;

import io.foldline.event.RunCancelled;
import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.schemas.Topics;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what workers have to know of runs, on a thread of its own. */
final class SignalReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Set<String> TOPICS = Set.of(
            Topics.RUN_CANCELLED.name(),
            Topics.RUN_COMPLETED.name(),
            Topics.RUN_FAILED.name(),
            Topics.RUN_CONTROLLED.name(),
            Topics.TASK_RELEASED.name());

    private final EventCodec codec;
    private final RunSignals signals;
    private final Consumer<RunCancelled> onCancelled;
    private final LogReader reader;
    private final Queue<CompletableFuture<Boolean>> waiting = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::follow, "foldline-signals");
    private volatile boolean stop;

    private SignalReader(
            KafkaSettings settings, EventCodec codec, RunSignals signals, Consumer<RunCancelled> onCancelled) {
        this.codec = codec;
        this.signals = signals;
        this.onCancelled = onCancelled;
        this.reader = LogReader.open(settings, TOPICS, Set.of());
        this.thread.setDaemon(true);
    }

    /**
     * Reads what is known now, then follows what comes.
     *
     * @param onCancelled hears of every run that was cancelled, also before; must be quick
     * @throws IOException if the schema registry cannot be reached
     */
    static SignalReader start(
            KafkaSettings settings, EventCodec codec, RunSignals signals, Consumer<RunCancelled> onCancelled)
            throws IOException {
        SignalReader started = new SignalReader(settings, codec, signals, onCancelled);
        try {
            started.reader.toEnd(started::read);
        } catch (IOException | RuntimeException e) {
            started.reader.close();
            throw e;
        }
        started.thread.start();
        return started;
    }

    /**
     * Waits for what is on the broker now: a task that was given back may be delivered again before this thread has read
     * why.
     *
     * @return whether all of it was read
     */
    Future<Boolean> catchUp() {
        CompletableFuture<Boolean> caught = new CompletableFuture<>();
        waiting.add(caught);
        if (stop) {
            caught.complete(false);
        }
        return caught;
    }

    @Override
    public void close() {
        stop = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        List<CompletableFuture<Boolean>> now = new ArrayList<>();
        while (!stop) {
            for (CompletableFuture<Boolean> one = waiting.poll(); one != null; one = waiting.poll()) {
                now.add(one);
            }
            boolean read = false;
            try {
                if (now.isEmpty()) {
                    reader.poll(POLL, this::readInTheEnd);
                } else {
                    reader.toEnd(this::readInTheEnd);
                }
                read = true;
            } catch (IOException | RuntimeException e) {
                LOG.warn("cannot follow the runs, trying again", e);
                pause();
            }
            for (CompletableFuture<Boolean> one : now) {
                one.complete(read);
            }
            now.clear();
        }
        waiting.forEach(one -> one.complete(false));
        reader.close();
    }

    /** Nothing may be left out only because the schema registry is away for a while. */
    private void readInTheEnd(ConsumerRecord<byte[], byte[]> record) {
        while (!stop) {
            try {
                read(record);
                return;
            } catch (IOException e) {
                LOG.warn("cannot read {} offset {}, trying again", record.topic(), record.offset(), e);
                pause();
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) throws IOException {
        String topic = record.topic();
        byte[] value = record.value();
        try {
            if (topic.equals(Topics.RUN_CANCELLED.name())) {
                RunCancelled event = codec.decode(Topics.RUN_CANCELLED, value);
                signals.cancelled(event);
                onCancelled.accept(event);
            } else if (topic.equals(Topics.RUN_COMPLETED.name())) {
                signals.completed(codec.decode(Topics.RUN_COMPLETED, value));
            } else if (topic.equals(Topics.RUN_FAILED.name())) {
                signals.failed(codec.decode(Topics.RUN_FAILED, value));
            } else if (topic.equals(Topics.RUN_CONTROLLED.name())) {
                signals.controlled(codec.decode(Topics.RUN_CONTROLLED, value));
            } else {
                signals.released(codec.decode(Topics.TASK_RELEASED, value));
            }
        } catch (UndecodableException e) {
            LOG.debug("{} offset {} left out", topic, record.offset(), e);
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
