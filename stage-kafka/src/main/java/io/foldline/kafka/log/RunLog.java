package io.foldline.kafka.log;

import io.foldline.event.TaskId;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.wire.Envelope;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.Identity;
import io.foldline.kafka.wire.WorkHeaders;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the event log from its beginning and tells what became of every run. It joins no consumer group and changes
 * nothing. For use by one thread.
 */
public final class RunLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private static final Comparator<RunView> BY_REQUEST = Comparator.comparing(
                    (RunView run) -> Optional.ofNullable(run.requestedAt()).orElse(Instant.MAX))
            .thenComparing(RunView::runId);

    private final EventCodec codec;
    private final LogReader reader;
    private final Map<String, RunState> runs = new HashMap<>();
    private final Map<String, Handler<?>> handlers = new HashMap<>();

    /** What to do with the events of one topic. */
    private interface Action<T> {
        void apply(RunState run, T event, ConsumerRecord<byte[], byte[]> record);
    }

    private record Handler<T extends SpecificRecord>(Topic<T> topic, Action<T> action) {}

    private RunLog(KafkaSettings settings) {
        codec = new EventCodec(settings);
        on(Topics.RUN_REQUESTED, (run, event, record) -> run.requested(event, time(record)));
        on(Topics.RUN_COMPLETED, (run, event, record) -> run.completed(event, time(record)));
        on(Topics.RUN_FAILED, (run, event, record) -> run.failed(event, time(record)));
        on(Topics.RUN_CANCELLED, (run, event, record) -> run.cancelled(event, time(record)));
        on(Topics.RUN_CONTROLLED, (run, event, record) -> run.controlled(event));
        Topics.STAGES.forEach(this::onStage);
        reader = LogReader.open(settings, handlers.keySet(), Set.of(Topics.PROGRESS.name()));
    }

    /** Opens the log of a cluster; reads nothing yet. */
    public static RunLog open(KafkaSettings settings) {
        return new RunLog(settings);
    }

    /**
     * Reads everything that is in the log now.
     *
     * @return every run, in the order of the requests
     * @throws IOException if the schema registry cannot be reached
     */
    public List<RunView> snapshot() throws IOException {
        reader.toEnd(record -> read(record, RunListener.NONE));
        return runs();
    }

    /** Every run as far as it was read, in the order of the requests. */
    public List<RunView> runs() {
        return runs.values().stream().map(RunState::view).sorted(BY_REQUEST).toList();
    }

    /** A run as far as it was read. */
    public Optional<RunView> run(String runId) {
        return Optional.ofNullable(runs.get(runId)).map(RunState::view);
    }

    /**
     * Reads what is new, waiting up to {@code timeout} for something.
     *
     * @param listener hears of every run that changed, and of progress that was made since the log was opened
     * @throws IOException if the schema registry cannot be reached
     */
    public void poll(Duration timeout, RunListener listener) throws IOException {
        Set<String> changed = new LinkedHashSet<>();
        reader.poll(timeout, record -> read(record, listener).ifPresent(changed::add));
        for (String runId : changed) {
            run(runId).ifPresent(listener::changed);
        }
    }

    /**
     * Follows one run to its end.
     *
     * @return the run as it ended
     * @throws IOException if the schema registry cannot be reached
     */
    public RunView follow(String runId, RunListener listener) throws IOException {
        while (true) {
            poll(Duration.ofMillis(200), listener);
            Optional<RunView> run = run(runId);
            if (run.isPresent() && run.get().status().ended()) {
                return run.get();
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    private <T extends SpecificRecord> void on(Topic<T> topic, Action<T> action) {
        handlers.put(topic.name(), new Handler<>(topic, action));
    }

    private void onStage(StageTopics<?, ?, ?, ?> topics) {
        String name = topics.stage();
        on(topics.task(), (run, task, record) -> run.stage(name).task(taskId(task)));
        on(topics.result(), (run, result, record) -> run.stage(name).result(taskId(result), workSeconds(record)));
        on(topics.completed(), (run, event, record) -> run.stage(name).completed(event, time(record)));
    }

    /** The run that the record belongs to; empty for progress and for what cannot be read. */
    private Optional<String> read(ConsumerRecord<byte[], byte[]> record, RunListener listener) throws IOException {
        try {
            Handler<?> handler = handlers.get(record.topic());
            if (handler == null) {
                listener.progress(codec.decode(Topics.PROGRESS, record.value()));
                return Optional.empty();
            }
            return Optional.of(apply(handler, record));
        } catch (UndecodableException e) {
            LOG.debug("{} offset {} left out", record.topic(), record.offset(), e);
            return Optional.empty();
        }
    }

    private <T extends SpecificRecord> String apply(Handler<T> handler, ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        T event = codec.decode(handler.topic(), record.value());
        String runId = Identity.runId(event);
        handler.action().apply(runs.computeIfAbsent(runId, id -> new RunState(id, Topics.STAGES)), event, record);
        return runId;
    }

    private static TaskId taskId(SpecificRecord value) {
        TaskId task = Identity.task(value);
        if (task == null) {
            throw new UndecodableException(value.getSchema().getName() + ": expected a field task, found none");
        }
        return task;
    }

    private static Instant time(ConsumerRecord<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }

    private static double workSeconds(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Double.parseDouble(Envelope.text(record.headers(), WorkHeaders.SECONDS));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
