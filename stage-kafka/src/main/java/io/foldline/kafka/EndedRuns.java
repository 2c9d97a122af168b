package io.foldline.kafka;

import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows which runs have failed or were cancelled, so that nobody works for them any more. */
final class EndedRuns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EndedRuns.class);

    private final EventCodec codec;
    private final LogReader reader;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stop;

    private EndedRuns(KafkaSettings settings, EventCodec codec) {
        this.codec = codec;
        this.reader = LogReader.open(settings, Set.of(Topics.RUN_FAILED.name(), Topics.RUN_CANCELLED.name()), Set.of());
        this.thread = new Thread(this::follow, "foldline-ended-runs");
        this.thread.setDaemon(true);
    }

    /** Reads what is known now, then follows what comes. */
    static EndedRuns follow(KafkaSettings settings, EventCodec codec) throws IOException {
        EndedRuns runs = new EndedRuns(settings, codec);
        runs.reader.toEnd(runs::add);
        runs.thread.start();
        return runs;
    }

    boolean contains(String runId) {
        return ended.contains(runId);
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
        while (!stop) {
            try {
                reader.poll(Duration.ofMillis(200), this::add);
            } catch (IOException | RuntimeException e) {
                LOG.warn("cannot follow the ends of runs, trying again", e);
                pause();
            }
        }
        reader.close();
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        Topic<?> topic = record.topic().equals(Topics.RUN_FAILED.name()) ? Topics.RUN_FAILED : Topics.RUN_CANCELLED;
        try {
            ended.add(Identity.runId(codec.decode(topic, record.value())));
        } catch (UndecodableException e) {
            LOG.debug("{} offset {} left out", record.topic(), record.offset(), e);
        } catch (IOException e) {
            // The schema registry is away. The key says the same.
            if (record.key() != null) {
                ended.add(new String(record.key(), StandardCharsets.UTF_8));
            }
        }
    }
}
