package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.foldline.event.BlocksScored;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.FailureKind;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.kafka.wire.Envelope;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.EventWriter;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitGatherTest {
    private static final StageTopics<RunRequested, ScoreTask, ScoreResult, BlocksScored> SCORER = Topics.SCORER;

    @TempDir
    Path folder;

    private final EventCodec codec = new EventCodec(KafkaSettings.of("nowhere:1"));
    private final EventWriter writer = new EventWriter(codec, "test");
    private TopologyTestDriver driver;

    @BeforeEach
    void open() {
        driver = driver(new Toy<>(SCORER));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void gathersOnceWhateverComesTwice() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 3, "toy"));
        assertThat(read(SCORER.task()))
                .extracting(task -> task.getTask().getIndex())
                .containsExactly(0, 1, 2);

        for (int index : new int[] {2, 0, 0, 2}) {
            send(SCORER.result(), result("run-1", index, 3));
        }
        assertThat(read(SCORER.completed())).isEmpty();
        for (int i = 0; i < 3; i++) {
            send(SCORER.result(), result("run-1", 1, 3));
        }
        assertThat(read(SCORER.completed())).hasSize(1);
        assertThat(read(Topics.RUN_FAILED)).isEmpty();
    }

    @Test
    void ignoresRequestsThatComeAgain() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        send(SCORER.result(), result("run-1", 0, 1));
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));

        assertThat(read(SCORER.task())).hasSize(1);
        assertThat(read(SCORER.completed())).hasSize(1);
    }

    @Test
    void gathersAtOnceWhereThereIsNothingToDo() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 0, "toy"));

        assertThat(read(SCORER.completed())).hasSize(1);
    }

    @Test
    void keepsRunsApart() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run", 2, "toy"));
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 2, "toy"));
        send(SCORER.result(), result("run", 0, 2));
        send(SCORER.result(), result("run-1", 1, 2));
        assertThat(read(SCORER.completed())).isEmpty();
        send(SCORER.result(), result("run-1", 0, 2));

        assertThat(read(SCORER.completed()))
                .extracting(event -> event.getRequest().getRunId())
                .containsExactly("run-1");
    }

    @Test
    void forgetsClosedRunsButThatTheyWere() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 2, "toy"));
        send(SCORER.result(), result("run-1", 0, 2));
        send(SCORER.result(), result("run-1", 1, 2));

        try (var entries =
                driver.<String, byte[]>getKeyValueStore(RunStore.NAME).all()) {
            assertThat(entries.next().key).isEqualTo("run-1/state");
            assertThat(entries.hasNext()).isFalse();
        }
    }

    @Test
    void gathersManyTasks() throws IOException {
        int tasks = 10_000;
        send(Topics.RUN_REQUESTED, Toy.request("run-1", tasks, "toy"));
        assertThat(read(SCORER.task())).hasSize(tasks);
        for (int i = tasks - 1; i >= 0; i--) {
            send(SCORER.result(), result("run-1", i, tasks));
        }
        assertThat(read(SCORER.completed())).hasSize(1);
    }

    @Test
    void ignoresResultsThatWereNotAskedFor() throws IOException {
        send(SCORER.result(), result("unknown", 0, 1));
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        send(SCORER.result(), result("run-1", 1, 1));
        send(SCORER.result(), result("run-1", -1, 1));

        assertThat(read(SCORER.completed())).isEmpty();
    }

    @Test
    void failsTheRunOnceWhenTasksFail() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 2, "toy"));
        send(Topics.TASK_FAILED, new TaskFailed(task("run-1", 1, 2), FailureKind.INPUT, "no such file", "w", 1));
        send(Topics.TASK_FAILED, new TaskFailed(task("run-1", 0, 2), FailureKind.INPUT, "no such file", "w", 1));
        send(SCORER.result(), result("run-1", 0, 2));
        send(SCORER.result(), result("run-1", 1, 2));

        List<RunFailed> failures = read(Topics.RUN_FAILED);
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).getKind()).isEqualTo(FailureKind.INPUT);
        assertThat(failures.get(0).getMessage()).isEqualTo("task 2 of 2: no such file");
        assertThat(failures.get(0).getStage()).isEqualTo("scorer");
        assertThat(read(SCORER.completed())).isEmpty();
    }

    @Test
    void leavesTheFailuresOfOtherStagesToThem() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        send(
                Topics.TASK_FAILED,
                new TaskFailed(new TaskId("run-1", "solver", 0, 1, 0), FailureKind.INPUT, "singular", "w", 1));

        assertThat(read(Topics.RUN_FAILED)).isEmpty();
    }

    @Test
    void failsTheRunWhenItCannotBeSplit() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "refused by split"));
        send(Topics.RUN_REQUESTED, Toy.request("../run", 1, "toy"));

        assertThat(read(Topics.RUN_FAILED))
                .extracting(RunFailed::getRunId, RunFailed::getKind)
                .containsExactly(tuple("run-1", FailureKind.INPUT), tuple("../run", FailureKind.INPUT));
        assertThat(read(SCORER.task())).isEmpty();
    }

    @Test
    void triesASplitAgainAfterAPassingFault() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        close();
        driver = driver(new Faulty(attempts, 2));
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        assertThat(read(SCORER.task())).hasSize(1);

        close();
        driver = driver(new Faulty(attempts, 100));
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        assertThat(read(Topics.RUN_FAILED)).extracting(RunFailed::getKind).containsExactly(FailureKind.INTERNAL);
    }

    @Test
    void leavesCancelledRuns() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        send(Topics.RUN_CANCELLED, new RunCancelled("run-1", "typing error", Instant.EPOCH, ""));
        send(SCORER.result(), result("run-1", 0, 1));
        send(Topics.RUN_CANCELLED, new RunCancelled("run-2", "typing error", Instant.EPOCH, ""));
        send(Topics.RUN_REQUESTED, Toy.request("run-2", 1, "toy"));

        assertThat(read(SCORER.completed())).isEmpty();
        assertThat(read(Topics.RUN_FAILED)).isEmpty();
        assertThat(read(SCORER.task())).hasSize(1);
    }

    @Test
    void setsAsideWhatItCannotReadAndGoesOn() throws IOException {
        send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        byte[] garbage = {1, 2, 3};
        for (String topic : List.of(
                Topics.RUN_REQUESTED.name(),
                SCORER.result().name(),
                Topics.TASK_FAILED.name(),
                Topics.RUN_CANCELLED.name())) {
            input(topic).pipeInput(new TestRecord<>(new byte[] {9}, garbage, new RecordHeaders()));
        }
        send(SCORER.result(), result("run-1", 0, 1));

        assertThat(read(SCORER.completed())).hasSize(1);
        List<TestRecord<byte[], byte[]>> letters = output(Topics.DEAD_LETTER);
        assertThat(letters).hasSize(4).allSatisfy(letter -> {
            assertThat(letter.key()).containsExactly(9);
            assertThat(letter.value()).isEqualTo(garbage);
            assertThat(Envelope.text(letter.headers(), "__connect.errors.exception.message"))
                    .contains("expected Avro");
        });
        assertThat(letters)
                .extracting(letter -> Envelope.text(letter.headers(), "__connect.errors.topic"))
                .contains(Topics.RUN_CANCELLED.name());
    }

    @Test
    void theLastStageEndsTheRun() throws IOException {
        close();
        driver = driver(StageBinding.last(Topics.EVALUATOR), new Toy<>(Topics.EVALUATOR));
        var merged = Example.of(CheckpointMerged.class);
        merged.setRequest(Toy.request("run-1", 0, "toy"));
        send(Topics.MERGER.completed(), merged);

        List<ModelEvaluated> evaluated = read(Topics.EVALUATOR.completed());
        assertThat(evaluated).hasSize(1);
        assertThat(read(Topics.RUN_COMPLETED))
                .extracting(event -> event.getRunId())
                .containsExactly("run-1");
        assertThat(output(Topics.MODEL_PUBLISHED.name()))
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("example");
    }

    @Test
    void carriesTheTraceOfTheRequestOn() throws IOException {
        ProducerRecord<byte[], byte[]> request =
                writer.record(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"), new RecordHeaders());
        request.headers().remove("traceparent");
        String trace = "0af7651916cd43dd8448eb211c80319c";
        Envelope.add(request.headers(), "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
        pipe(request);

        TestRecord<byte[], byte[]> task = output(SCORER.task().name()).get(0);
        assertThat(Envelope.text(task.headers(), "traceparent")).startsWith("00-" + trace + "-");
        assertThat(Envelope.text(task.headers(), "ce_id")).isEqualTo("run-1/scorer/task/0");
        assertThat(Envelope.text(task.headers(), "ce_source")).isEqualTo("/foldline/scorer");
    }

    /** Fails to split a number of times. */
    private static final class Faulty implements Stage<RunRequested, ScoreTask, ScoreResult, BlocksScored> {
        private final Toy<RunRequested, ScoreTask, ScoreResult, BlocksScored> toy = new Toy<>(SCORER);
        private final AtomicInteger attempts;
        private final int faults;

        Faulty(AtomicInteger attempts, int faults) {
            this.attempts = attempts;
            this.faults = faults;
        }

        @Override
        public List<ScoreTask> split(RunRequested event) {
            if (attempts.incrementAndGet() <= faults) {
                throw new IllegalStateException("not now");
            }
            return toy.split(event);
        }

        @Override
        public ScoreResult work(ScoreTask task, WorkContext context) throws IOException {
            return toy.work(task, context);
        }

        @Override
        public BlocksScored gather(RunRequested event, List<ScoreResult> results) {
            return toy.gather(event, results);
        }
    }

    private TopologyTestDriver driver(Stage<RunRequested, ScoreTask, ScoreResult, BlocksScored> stage) {
        return driver(StageBinding.of(SCORER), stage);
    }

    private <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            TopologyTestDriver driver(StageBinding<I, T, R, O> binding, Stage<I, T, R, O> stage) {
        Properties config = StreamsSettings.of(KafkaSettings.of("nowhere:1"), "test", "1", folder);
        return new TopologyTestDriver(StageTopology.of(binding, stage, codec, new Partitioning(topic -> 1)), config);
    }

    private <E extends SpecificRecord> void send(Topic<E> topic, E event) throws IOException {
        pipe(writer.record(topic, event, new RecordHeaders()));
    }

    private void pipe(ProducerRecord<byte[], byte[]> record) {
        input(record.topic()).pipeInput(new TestRecord<>(record.key(), record.value(), record.headers()));
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private <E extends SpecificRecord> List<E> read(Topic<E> topic) throws IOException {
        List<E> events = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : output(topic.name())) {
            events.add(codec.decode(topic, record.value()));
        }
        return events;
    }

    private List<TestRecord<byte[], byte[]>> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static ScoreResult result(String runId, int index, int count) {
        ScoreResult result = Example.of(ScoreResult.class);
        result.setTask(task(runId, index, count));
        return result;
    }

    private static TaskId task(String runId, int index, int count) {
        return new TaskId(runId, "scorer", index, count, 0);
    }
}
