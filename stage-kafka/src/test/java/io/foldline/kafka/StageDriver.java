package io.foldline.kafka;

import io.foldline.event.BlocksScored;
import io.foldline.event.FailureKind;
import io.foldline.event.RunAction;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.EventWriter;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.IntSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Splits and gathers without a broker, one event at a time; the time is that of the test. */
final class StageDriver implements AutoCloseable {
    /** When the driver starts. */
    static final Instant START = Instant.ofEpochSecond(1_000_000);

    private final EventCodec codec = new EventCodec(KafkaSettings.of("nowhere:1"));
    private final EventWriter writer = new EventWriter(codec, "test");
    private final TopologyTestDriver driver;

    private <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            StageDriver(StageBinding<I, T, R, O> binding, Stage<I, T, R, O> stage, Path folder, IntSupplier workers) {
        Properties config = StreamsSettings.of(KafkaSettings.of("nowhere:1"), "test", "1", folder);
        driver = new TopologyTestDriver(
                StageTopology.of(binding, stage, codec, new Partitioning(topic -> 1), workers), config, START);
    }

    /** Any stage. */
    static <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            StageDriver of(
                    StageBinding<I, T, R, O> binding, Stage<I, T, R, O> stage, Path folder, IntSupplier workers) {
        return new StageDriver(binding, stage, folder, workers);
    }

    /** A scorer whose workers are not known, so that eight tasks are handed out. */
    static StageDriver scorer(Stage<RunRequested, ScoreTask, ScoreResult, BlocksScored> stage, Path folder) {
        return of(StageBinding.of(Topics.SCORER), stage, folder, () -> 0);
    }

    <E extends SpecificRecord> ProducerRecord<byte[], byte[]> record(Topic<E> topic, E event) throws IOException {
        return writer.record(topic, event, new RecordHeaders());
    }

    <E extends SpecificRecord> void send(Topic<E> topic, E event) throws IOException {
        pipe(record(topic, event));
    }

    void pipe(ProducerRecord<byte[], byte[]> record) {
        driver.createInputTopic(record.topic(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(record.key(), record.value(), record.headers()));
    }

    /** What is new in a topic. */
    <E extends SpecificRecord> List<E> read(Topic<E> topic) throws IOException {
        List<E> events = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : output(topic.name())) {
            events.add(codec.decode(topic, record.value()));
        }
        return events;
    }

    List<TestRecord<byte[], byte[]>> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Lets time pass. */
    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** The keys of what the stage remembers. */
    List<String> remembered() {
        List<String> keys = new ArrayList<>();
        try (var entries =
                driver.<String, byte[]>getKeyValueStore(RunStore.NAME).all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    static ScoreResult result(String runId, int index, int count) {
        ScoreResult result = Example.of(ScoreResult.class);
        result.setTask(task(runId, index, count));
        return result;
    }

    static TaskId task(String runId, int index, int count) {
        return new TaskId(runId, "scorer", index, count, 0, 0);
    }

    void cancel(String runId) throws IOException {
        send(Topics.RUN_CANCELLED, new RunCancelled(runId, "typing error", Instant.EPOCH, ""));
    }

    void request(String runId, int tasks) throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request(runId, tasks, "toy"));
    }

    void control(String runId, RunAction action, int attempt) throws IOException {
        send(Topics.RUN_CONTROLLED, new RunControlled(runId, action, attempt, "why", Instant.EPOCH));
    }

    void taskFailed(String runId, int index, int count, int attempt) throws IOException {
        TaskId task = new TaskId(runId, "scorer", index, count, attempt, 0);
        send(Topics.TASK_FAILED, new TaskFailed(task, FailureKind.INPUT, "no such file", "w", 1));
    }

    void results(String runId, int count, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            send(Topics.SCORER.result(), result(runId, i, count));
        }
    }

    List<TaskId> tasks() throws IOException {
        return read(Topics.SCORER.task()).stream().map(ScoreTask::getTask).toList();
    }

    List<RunFailed> failures() throws IOException {
        return read(Topics.RUN_FAILED);
    }

    @Override
    public void close() {
        driver.close();
    }
}
