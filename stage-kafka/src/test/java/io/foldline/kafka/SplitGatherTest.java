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
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitGatherTest {
    private static final StageTopics<RunRequested, ScoreTask, ScoreResult, BlocksScored> SCORER = Topics.SCORER;

    @TempDir
    Path folder;

    private StageDriver driver;

    @BeforeEach
    void open() {
        driver = StageDriver.scorer(new Toy<>(SCORER), folder);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void gathersOnceWhateverComesTwice() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 3, "toy"));
        assertThat(driver.read(SCORER.task()))
                .extracting(task -> task.getTask().getIndex())
                .containsExactly(0, 1, 2);

        for (int index : new int[] {2, 0, 0, 2}) {
            driver.send(SCORER.result(), StageDriver.result("run-1", index, 3));
        }
        assertThat(driver.read(SCORER.completed())).isEmpty();
        for (int i = 0; i < 3; i++) {
            driver.send(SCORER.result(), StageDriver.result("run-1", 1, 3));
        }
        assertThat(driver.read(SCORER.completed())).hasSize(1);
        assertThat(driver.read(Topics.RUN_FAILED)).isEmpty();
    }

    @Test
    void ignoresRequestsThatComeAgain() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        driver.send(SCORER.result(), StageDriver.result("run-1", 0, 1));
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));

        assertThat(driver.read(SCORER.task())).hasSize(1);
        assertThat(driver.read(SCORER.completed())).hasSize(1);
    }

    @Test
    void gathersAtOnceWhereThereIsNothingToDo() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 0, "toy"));

        assertThat(driver.read(SCORER.completed())).hasSize(1);
    }

    @Test
    void keepsRunsApart() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run", 2, "toy"));
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 2, "toy"));
        driver.send(SCORER.result(), StageDriver.result("run", 0, 2));
        driver.send(SCORER.result(), StageDriver.result("run-1", 1, 2));
        assertThat(driver.read(SCORER.completed())).isEmpty();
        driver.send(SCORER.result(), StageDriver.result("run-1", 0, 2));

        assertThat(driver.read(SCORER.completed()))
                .extracting(event -> event.getRequest().getRunId())
                .containsExactly("run-1");
    }

    @Test
    void forgetsClosedRunsButThatTheyWere() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 2, "toy"));
        driver.send(SCORER.result(), StageDriver.result("run-1", 0, 2));
        driver.send(SCORER.result(), StageDriver.result("run-1", 1, 2));

        assertThat(driver.remembered()).containsExactly("run-1/state");
    }

    @Test
    void gathersManyTasks() throws IOException {
        int tasks = 10_000;
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", tasks, "toy"));
        int done = 0;
        for (List<ScoreTask> some = driver.read(SCORER.task()); !some.isEmpty(); some = driver.read(SCORER.task())) {
            for (ScoreTask task : some) {
                driver.send(
                        SCORER.result(),
                        StageDriver.result("run-1", task.getTask().getIndex(), tasks));
            }
            done += some.size();
        }
        assertThat(done).isEqualTo(tasks);
        assertThat(driver.read(SCORER.completed())).hasSize(1);
    }

    @Test
    void ignoresResultsThatWereNotAskedFor() throws IOException {
        driver.send(SCORER.result(), StageDriver.result("unknown", 0, 1));
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        driver.send(SCORER.result(), StageDriver.result("run-1", 1, 1));
        driver.send(SCORER.result(), StageDriver.result("run-1", -1, 1));

        assertThat(driver.read(SCORER.completed())).isEmpty();
    }

    @Test
    void failsTheRunOnceWhenTasksFail() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 2, "toy"));
        driver.send(
                Topics.TASK_FAILED,
                new TaskFailed(StageDriver.task("run-1", 1, 2), FailureKind.INPUT, "no such file", "w", 1));
        driver.send(
                Topics.TASK_FAILED,
                new TaskFailed(StageDriver.task("run-1", 0, 2), FailureKind.INPUT, "no such file", "w", 1));
        driver.send(SCORER.result(), StageDriver.result("run-1", 0, 2));
        driver.send(SCORER.result(), StageDriver.result("run-1", 1, 2));

        List<RunFailed> failures = driver.read(Topics.RUN_FAILED);
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).getKind()).isEqualTo(FailureKind.INPUT);
        assertThat(failures.get(0).getMessage()).isEqualTo("task 2 of 2: no such file");
        assertThat(failures.get(0).getStage()).isEqualTo("scorer");
        assertThat(driver.read(SCORER.completed())).isEmpty();
    }

    @Test
    void leavesTheFailuresOfOtherStagesToThem() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        driver.send(
                Topics.TASK_FAILED,
                new TaskFailed(new TaskId("run-1", "solver", 0, 1, 0, 0), FailureKind.INPUT, "singular", "w", 1));

        assertThat(driver.read(Topics.RUN_FAILED)).isEmpty();
    }

    @Test
    void failsTheRunWhenItCannotBeSplit() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "refused by split"));
        driver.send(Topics.RUN_REQUESTED, Toy.request("../run", 1, "toy"));

        assertThat(driver.read(Topics.RUN_FAILED))
                .extracting(RunFailed::getRunId, RunFailed::getKind)
                .containsExactly(tuple("run-1", FailureKind.INPUT), tuple("../run", FailureKind.INPUT));
        assertThat(driver.read(SCORER.task())).isEmpty();
    }

    @Test
    void triesASplitAgainAfterAPassingFault() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        close();
        driver = StageDriver.scorer(new Faulty(attempts, 2), folder);
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        assertThat(driver.read(SCORER.task())).hasSize(1);

        close();
        driver = StageDriver.scorer(new Faulty(attempts, 100), folder);
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        assertThat(driver.read(Topics.RUN_FAILED))
                .extracting(RunFailed::getKind)
                .containsExactly(FailureKind.INTERNAL);
    }

    @Test
    void leavesCancelledRuns() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        driver.send(Topics.RUN_CANCELLED, new RunCancelled("run-1", "typing error", Instant.EPOCH, ""));
        driver.send(SCORER.result(), StageDriver.result("run-1", 0, 1));
        driver.send(Topics.RUN_CANCELLED, new RunCancelled("run-2", "typing error", Instant.EPOCH, ""));
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-2", 1, "toy"));

        assertThat(driver.read(SCORER.completed())).isEmpty();
        assertThat(driver.read(Topics.RUN_FAILED)).isEmpty();
        assertThat(driver.read(SCORER.task())).hasSize(1);
    }

    @Test
    void setsAsideWhatItCannotReadAndGoesOn() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        byte[] garbage = {1, 2, 3};
        for (String topic : List.of(
                Topics.RUN_REQUESTED.name(),
                SCORER.result().name(),
                Topics.TASK_FAILED.name(),
                Topics.RUN_CANCELLED.name())) {
            driver.pipe(new ProducerRecord<>(topic, new byte[] {9}, garbage));
        }
        driver.send(SCORER.result(), StageDriver.result("run-1", 0, 1));

        assertThat(driver.read(SCORER.completed())).hasSize(1);
        List<TestRecord<byte[], byte[]>> letters = driver.output(Topics.DEAD_LETTER);
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
    void failsARunWhoseResultCannotBeRead() throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request("run-1", 2, "toy"));
        byte[] key = "run-1".getBytes(StandardCharsets.UTF_8);
        driver.pipe(new ProducerRecord<>(SCORER.result().name(), key, new byte[] {1, 2, 3}));

        assertThat(driver.read(Topics.RUN_FAILED)).singleElement().satisfies(failed -> {
            assertThat(failed.getKind()).isEqualTo(FailureKind.INTERNAL);
            assertThat(failed.getMessage()).startsWith("a result cannot be read: ");
        });
        assertThat(driver.output(Topics.DEAD_LETTER)).hasSize(1);
    }

    @Test
    void theLastStageEndsTheRun() throws IOException {
        close();
        driver = StageDriver.of(StageBinding.last(Topics.EVALUATOR), new Toy<>(Topics.EVALUATOR), folder, () -> 0);
        var merged = Example.of(CheckpointMerged.class);
        merged.setRequest(Toy.request("run-1", 0, "toy"));
        driver.send(Topics.MERGER.completed(), merged);

        List<ModelEvaluated> evaluated = driver.read(Topics.EVALUATOR.completed());
        assertThat(evaluated).hasSize(1);
        assertThat(driver.read(Topics.RUN_COMPLETED))
                .extracting(event -> event.getRunId())
                .containsExactly("run-1");
        assertThat(driver.output(Topics.MODEL_PUBLISHED.name()))
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("example");
    }

    @Test
    void carriesTheTraceOfTheRequestOn() throws IOException {
        ProducerRecord<byte[], byte[]> request = driver.record(Topics.RUN_REQUESTED, Toy.request("run-1", 1, "toy"));
        request.headers().remove("traceparent");
        String trace = "0af7651916cd43dd8448eb211c80319c";
        Envelope.add(request.headers(), "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
        driver.pipe(request);

        TestRecord<byte[], byte[]> task = driver.output(SCORER.task().name()).get(0);
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
}
