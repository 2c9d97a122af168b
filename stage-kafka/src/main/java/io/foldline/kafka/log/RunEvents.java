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
import io.foldline.stage.Rounds;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the records of each topic tell about a run. */
final class RunEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);

    private final EventCodec codec;
    private final Map<String, Handler<?>> runs = new HashMap<>();
    private final Map<String, Handler<?>> stages = new HashMap<>();

    /** What to do with the events of one topic. */
    private interface Action<T> {
        void apply(RunState run, T event, ConsumerRecord<byte[], byte[]> record);
    }

    private record Handler<T extends SpecificRecord>(Topic<T> topic, Action<T> action) {}

    RunEvents(KafkaSettings settings) {
        codec = new EventCodec(settings);
        run(Topics.RUN_REQUESTED, (run, event, record) -> run.requested(event, time(record)));
        run(Topics.RUN_COMPLETED, (run, event, record) -> run.completed(event, time(record)));
        run(Topics.RUN_FAILED, (run, event, record) -> run.failed(event, time(record)));
        run(Topics.RUN_CANCELLED, (run, event, record) -> run.cancelled(event, time(record)));
        run(Topics.RUN_CONTROLLED, (run, event, record) -> run.controlled(event));
        within(Topics.RUN_CONTINUED, (run, event, record) -> run.continued(event, time(record)));
        Topics.STAGES.forEach(this::stage);
    }

    /** The few topics that tell of whole runs. */
    Set<String> runTopics() {
        return runs.keySet();
    }

    /** The topics with everything that happens within a run. */
    Set<String> stageTopics() {
        return stages.keySet();
    }

    /** Whether a topic is one of those. */
    boolean isWithinRun(String topic) {
        return stages.containsKey(topic);
    }

    /**
     * Takes in what a record tells.
     *
     * @param state of the run of a given name
     * @return the run; empty where the record cannot be read
     * @throws IOException if the schema registry cannot be reached
     */
    Optional<String> read(ConsumerRecord<byte[], byte[]> record, Function<String, RunState> state) throws IOException {
        Handler<?> handler = runs.get(record.topic());
        if (handler == null) {
            handler = stages.get(record.topic());
        }
        if (handler == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(apply(handler, record, state));
        } catch (UndecodableException e) {
            LOG.debug("{} offset {} left out", record.topic(), record.offset(), e);
            return Optional.empty();
        }
    }

    private <T extends SpecificRecord> String apply(
            Handler<T> handler, ConsumerRecord<byte[], byte[]> record, Function<String, RunState> state)
            throws IOException {
        T event = codec.decode(handler.topic(), record.value());
        String runId = Identity.runId(event);
        handler.action().apply(state.apply(runId), event, record);
        return runId;
    }

    private <T extends SpecificRecord> void run(Topic<T> topic, Action<T> action) {
        runs.put(topic.name(), new Handler<>(topic, action));
    }

    private <T extends SpecificRecord> void within(Topic<T> topic, Action<T> action) {
        stages.put(topic.name(), new Handler<>(topic, action));
    }

    private void stage(StageTopics<?, ?, ?, ?> topics) {
        String name = topics.stage();
        within(topics.task(), (run, task, record) -> run.stage(name).task(taskId(task)));
        within(
                topics.result(),
                (run, result, record) -> run.stage(name).result(taskId(result), workSeconds(record), reused(record)));
        within(
                topics.completed(),
                (run, event, record) ->
                        run.stage(name).completed(Rounds.of(Identity.request(event)), event, time(record)));
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

    private static boolean reused(ConsumerRecord<byte[], byte[]> record) {
        return Envelope.text(record.headers(), WorkHeaders.REUSED).equals("true");
    }

    private static double workSeconds(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Double.parseDouble(Envelope.text(record.headers(), WorkHeaders.SECONDS));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
