package io.foldline.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.BlocksScored;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.TaskId;
import io.foldline.kafka.EmbeddedBroker;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.TopicAdmin;
import io.foldline.kafka.TopicLayout;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.EventWriter;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log of three runs: one that completed, one that failed, one that goes on; hours lie between them. */
@Timeout(120)
class RunLogIT {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaSettings settings;
    private static EventWriter writer;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"));
        settings = broker.settings();
        TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
        writer = new EventWriter(new EventCodec(settings), "test");
        producer = new KafkaProducer<>(settings.client(), new ByteArraySerializer(), new ByteArraySerializer());
        begin("completed", 0);
        send(Topics.EVALUATOR.completed(), with(ModelEvaluated.class, "completed"), at(0, 50));
        send(Topics.RUN_COMPLETED, new RunCompleted("completed", "file:///out", "", at(0, 50)), at(0, 50));
        begin("failed", 5);
        RunFailed failed = Example.of(RunFailed.class);
        failed.setRunId("failed");
        failed.setAttempt(0);
        send(Topics.RUN_FAILED, failed, at(5, 40));
        begin("going on", 10);
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void runsThatEndedAreOutlinedAndThoseThatGoOnAreWhole() throws Exception {
        try (RunLog log = RunLog.open(settings)) {
            List<RunView> runs = new ArrayList<>(log.snapshot());
            runs.removeIf(run -> run.runId().startsWith("later"));

            assertThat(runs).extracting(RunView::runId).containsExactly("completed", "failed", "going on");
            assertThat(runs)
                    .extracting(RunView::status)
                    .containsExactly(RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.RUNNING);
            assertThat(runs).extracting(RunView::requestedAt).containsExactly(at(0, 0), at(5, 0), at(10, 0));
            assertThat(runs)
                    .extracting(run -> run.stage("scorer").results())
                    .as("results are counted where they matter")
                    .containsExactly(0, 0, 2);
            assertThat(runs.get(0).event(Topics.EVALUATOR)).isPresent();
            assertThat(runs.get(1).event(Topics.SCORER)).isPresent();
            assertThat(runs.get(2).event(Topics.SCORER)).isPresent();
        }
    }

    @Test
    void aRunThatEndedIsToldAsAWholeWhenItIsAskedFor() throws Exception {
        try (RunLog log = RunLog.open(settings)) {
            RunView completed = log.whole("completed").orElseThrow();
            assertThat(completed.stage("scorer").tasks()).isEqualTo(2);
            assertThat(completed.stage("scorer").results()).isEqualTo(2);
            assertThat(completed.stage("scorer").endedAt()).isEqualTo(at(0, 20));
            assertThat(completed.event(Topics.SCORER).orElseThrow().getRequest().getRunId())
                    .isEqualTo("completed");
            assertThat(log.whole("failed").orElseThrow().stage("scorer").results())
                    .isEqualTo(2);
            assertThat(log.whole("nobody")).isEmpty();
        }
    }

    @Test
    void whatHappensLaterIsHeardOf() throws Exception {
        try (RunLog log = RunLog.open(settings)) {
            log.snapshot();
            List<String> changed = new ArrayList<>();
            begin("later", 20);
            send(Topics.EVALUATOR.completed(), with(ModelEvaluated.class, "later"), at(20, 50));
            send(Topics.RUN_COMPLETED, new RunCompleted("later", "file:///out", "", at(20, 50)), at(20, 50));
            RunView later = log.follow("later", new RunListener() {
                @Override
                public void changed(RunView run) {
                    changed.add(run.runId());
                }
            });

            assertThat(changed).contains("later");
            assertThat(later.stage("scorer").results()).isEqualTo(2);
            assertThat(later.event(Topics.EVALUATOR)).isPresent();
            try (RunLog again = RunLog.open(settings)) {
                assertThat(again.whole("later")).contains(later);
            }
        }
    }

    /** A run whose scorer has ended: two tasks, two results, one of them twice. */
    private static void begin(String runId, int hour) throws Exception {
        send(Topics.RUN_REQUESTED, request(runId), at(hour, 0));
        for (int i : new int[] {0, 1, 1}) {
            ScoreTask task = with(ScoreTask.class, runId);
            task.setTask(new TaskId(runId, "scorer", i, 2, 0, 0));
            send(Topics.SCORER.task(), task, at(hour, 1));
            ScoreResult result = Example.of(ScoreResult.class);
            result.setTask(task.getTask());
            send(Topics.SCORER.result(), result, at(hour, 10));
        }
        send(Topics.SCORER.completed(), with(BlocksScored.class, runId), at(hour, 20));
    }

    private static <T extends SpecificRecord> T with(Class<T> type, String runId) {
        T event = Example.of(type);
        event.put(event.getSchema().getField("request").pos(), request(runId));
        return event;
    }

    private static RunRequested request(String runId) {
        RunRequested request = Example.of(RunRequested.class);
        request.setRunId(runId);
        request.setRound(null);
        return request;
    }

    private static <T extends SpecificRecord> void send(Topic<T> topic, T event, Instant at) throws Exception {
        ProducerRecord<byte[], byte[]> now = writer.record(topic, event, new RecordHeaders());
        producer.send(new ProducerRecord<>(now.topic(), null, at.toEpochMilli(), now.key(), now.value(), now.headers()))
                .get();
    }

    private static Instant at(int hour, int minute) {
        return BEGIN.plus(Duration.ofHours(hour)).plus(Duration.ofMinutes(minute));
    }
}
