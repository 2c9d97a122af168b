package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.foldline.checkpoint.InputException;
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
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pauses, deadlines and retries in one stage, which is the scorer. */
class RunControlTest {
    @TempDir
    Path folder;

    private final Fragile stage = new Fragile();
    private StageDriver driver;

    @BeforeEach
    void open() {
        driver = StageDriver.scorer(stage, folder);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aPausedRunFinishesWhatIsOutAndGoesOnWhenResumed() throws IOException {
        request("run-1", 12);
        assertThat(tasks()).hasSize(8);
        control("run-1", RunAction.PAUSE, 0);
        results("run-1", 12, 0, 8);
        assertThat(tasks()).isEmpty();

        control("run-1", RunAction.PAUSE, 0);
        control("run-1", RunAction.RESUME, 0);
        assertThat(tasks()).extracting(TaskId::getIndex).containsExactly(8, 9, 10, 11);
        results("run-1", 12, 8, 12);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(1);
    }

    @Test
    void aPauseHoldsARunThatComesLater() throws IOException {
        control("run-1", RunAction.PAUSE, 0);
        request("run-1", 2);
        assertThat(tasks()).isEmpty();
        driver.pass(Duration.ofSeconds(5));
        assertThat(tasks()).isEmpty();

        control("run-1", RunAction.RESUME, 0);
        assertThat(tasks()).hasSize(2);
    }

    @Test
    void aPausedRunMakesRoomForOthers() throws IOException {
        request("large", 100);
        control("large", RunAction.PAUSE, 0);
        results("large", 100, 0, 8);
        tasks();
        request("small", 4);

        assertThat(tasks()).extracting(TaskId::getRunId).containsOnly("small").hasSize(4);
    }

    @Test
    void aRunFailsAtItsDeadline() throws IOException {
        RunRequested request = Toy.request("run-1", 3, "toy");
        request.setDeadline(StageDriver.START.plusSeconds(60));
        driver.send(Topics.RUN_REQUESTED, request);
        driver.pass(Duration.ofSeconds(59));
        assertThat(failures()).isEmpty();
        driver.pass(Duration.ofSeconds(2));

        List<RunFailed> failures = failures();
        assertThat(failures).extracting(RunFailed::getKind).containsExactly(FailureKind.DEADLINE);
        assertThat(failures.get(0).getMessage()).contains("1970-01-12T13:47:40Z", "scorer", "later deadline");
        driver.pass(Duration.ofSeconds(60));
        assertThat(failures()).isEmpty();
    }

    @Test
    void aRunThatComesAfterItsDeadlineIsNotBegun() throws IOException {
        RunRequested request = Toy.request("run-1", 3, "toy");
        request.setDeadline(StageDriver.START.minusSeconds(1));
        driver.send(Topics.RUN_REQUESTED, request);

        assertThat(failures()).extracting(RunFailed::getKind).containsExactly(FailureKind.DEADLINE);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void aRetryHandsOutWhatIsMissing() throws IOException {
        request("run-1", 4);
        results("run-1", 4, 1, 2);
        taskFailed("run-1", 0, 4, 0);
        results("run-1", 4, 2, 3);
        assertThat(tasks()).hasSize(4);

        control("run-1", RunAction.RETRY, 1);
        assertThat(tasks()).extracting(TaskId::getIndex, TaskId::getAttempt).containsExactly(tuple(0, 1), tuple(3, 1));
        taskFailed("run-1", 3, 4, 0);
        results("run-1", 4, 0, 1);
        taskFailed("run-1", 0, 4, 1);
        assertThat(failures()).extracting(RunFailed::getAttempt).containsExactly(0);
        taskFailed("run-1", 3, 4, 1);
        assertThat(failures()).extracting(RunFailed::getAttempt).containsExactly(1);

        control("run-1", RunAction.RETRY, 2);
        assertThat(tasks()).extracting(TaskId::getIndex, TaskId::getAttempt).containsExactly(tuple(3, 2));
        results("run-1", 4, 3, 4);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(1);
        assertThat(driver.remembered()).containsExactly("run-1/state");
    }

    @Test
    void aTaskThatCannotBeReadFailsARetriedRunToo() throws IOException {
        request("run-1", 2);
        taskFailed("run-1", 0, 2, 0);
        control("run-1", RunAction.RETRY, 1);
        taskFailed("run-1", StageRuns.UNREAD, 1, 0);

        assertThat(failures()).extracting(RunFailed::getAttempt).containsExactly(0, 1);
    }

    @Test
    void resultsThatComeBetweenFailureAndRetryCanCompleteTheStage() throws IOException {
        request("run-1", 2);
        taskFailed("run-1", 0, 2, 0);
        results("run-1", 2, 0, 2);
        assertThat(driver.read(Topics.SCORER.completed())).isEmpty();

        control("run-1", RunAction.RETRY, 1);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(1);
    }

    @Test
    void aRetrySplitsAnewWhatCouldNotBeSplit() throws IOException {
        stage.broken = true;
        request("run-1", 2);
        assertThat(failures()).hasSize(1);
        stage.broken = false;
        control("run-1", RunAction.RETRY, 1);

        assertThat(tasks()).extracting(TaskId::getAttempt).containsExactly(1, 1);
    }

    @Test
    void aRetryGathersAnewWhatCouldNotBeGathered() throws IOException {
        request("run-1", 2);
        stage.broken = true;
        results("run-1", 2, 0, 2);
        assertThat(failures()).hasSize(1);
        control("run-1", RunAction.RETRY, 1);
        assertThat(failures()).extracting(RunFailed::getAttempt).containsExactly(1);

        stage.broken = false;
        control("run-1", RunAction.RETRY, 2);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(1);
        assertThat(tasks()).as("no task is done again").hasSize(2);
    }

    @Test
    void retriesThatMakeNoSenseDoNoHarm() throws IOException {
        control("unknown", RunAction.RETRY, 1);
        request("running", 1);
        control("running", RunAction.RETRY, 1);
        request("failed", 1);
        taskFailed("failed", 0, 1, 0);
        control("failed", RunAction.RETRY, 0);
        control("failed", RunAction.RETRY, 2);
        control("failed", RunAction.RETRY, -1);
        request("cancelled", 1);
        cancel("cancelled");
        control("cancelled", RunAction.RETRY, 1);
        request("completed", 1);
        results("completed", 1, 0, 1);
        control("completed", RunAction.RETRY, 1);
        control("running", RunAction.UNKNOWN, 0);

        assertThat(tasks()).extracting(TaskId::getRunId).containsExactly("running", "failed", "cancelled", "completed");
        results("running", 1, 0, 1);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(2);
        assertThat(failures()).hasSize(1);
    }

    @Test
    void aFailedRunThatIsCancelledIsForgotten() throws IOException {
        request("run-1", 3);
        taskFailed("run-1", 0, 3, 0);
        cancel("run-1");

        assertThat(driver.remembered()).containsExactly("run-1/state");
    }

    /** The run failed in a later stage, or the news of it and of the retry meet a stage that comes later. */
    @Test
    void inputRetryAndFailureElsewhereAreHeardInAnyOrder() throws IOException {
        int run = 0;
        for (List<Step> order : orders(List.of(this::requested, this::failed0, this::retry1))) {
            completesOnce(order, "run-" + run++);
        }
    }

    @Test
    void severalAttemptsElsewhereAreHeardInAnyOrder() throws IOException {
        int run = 0;
        for (List<Step> order :
                orders(List.of(this::requested, this::failed0, this::retry1, this::failed1, this::retry2))) {
            completesOnce(order, "run-" + run++);
            completesOnce(doubled(order), "run-" + run++);
        }
    }

    @Test
    void ownFailureItsEchoAndTheRetryAreHeardInAnyOrder() throws IOException {
        int run = 0;
        for (List<Step> order : orders(List.of(this::ownFailure, this::failed0, this::retry1))) {
            List<Step> steps = new ArrayList<>(List.of(this::requested));
            steps.addAll(order);
            completesOnce(steps, "run-" + run++);
            completesOnce(doubled(steps), "run-" + run++);
        }
    }

    @Test
    void nothingComesOfCancelledRunsInWhateverOrder() throws IOException {
        int run = 0;
        for (List<Step> order :
                orders(List.of(this::requested, this::failed0, this::retry1, this::paused, this::cancel))) {
            String runId = "run-" + run++;
            for (Step step : order) {
                step.on(runId);
            }
            tasks();
            results(runId, 2, 0, 2);
            control(runId, RunAction.RESUME, 0);
            taskFailed(runId, 0, 2, 0);
            assertThat(driver.read(Topics.SCORER.completed())).as("%s", runId).isEmpty();
            assertThat(tasks()).as("%s", runId).isEmpty();
        }
        assertThat(failures()).isEmpty();
    }

    /** One event about a run. */
    private interface Step {
        void on(String runId) throws IOException;
    }

    /** The run ends up open, whose newest tasks complete it once; and no attempt fails twice. */
    private void completesOnce(List<Step> steps, String runId) throws IOException {
        for (Step step : steps) {
            step.on(runId);
        }
        assertThat(tasks())
                .as("tasks of %s", runId)
                .extracting(TaskId::getIndex)
                .contains(0, 1);
        assertThat(driver.read(Topics.SCORER.completed())).as("%s", runId).isEmpty();
        results(runId, 2, 0, 2);
        results(runId, 2, 0, 2);
        assertThat(driver.read(Topics.SCORER.completed())).as("%s", runId).hasSize(1);
        assertThat(failures()).as("%s", runId).extracting(RunFailed::getAttempt).doesNotHaveDuplicates();
    }

    private static List<List<Step>> orders(List<Step> steps) {
        if (steps.isEmpty()) {
            return List.of(List.of());
        }
        return IntStream.range(0, steps.size())
                .boxed()
                .flatMap(first -> {
                    List<Step> rest = new ArrayList<>(steps);
                    Step step = rest.remove((int) first);
                    return orders(rest).stream().map(order -> {
                        List<Step> all = new ArrayList<>(List.of(step));
                        all.addAll(order);
                        return all;
                    });
                })
                .toList();
    }

    private static List<Step> doubled(List<Step> steps) {
        return steps.stream().flatMap(step -> List.of(step, step).stream()).toList();
    }

    private void requested(String runId) throws IOException {
        request(runId, 2);
    }

    private void failed0(String runId) throws IOException {
        driver.send(Topics.RUN_FAILED, failure(runId, 0));
    }

    private void failed1(String runId) throws IOException {
        driver.send(Topics.RUN_FAILED, failure(runId, 1));
    }

    private void retry1(String runId) throws IOException {
        control(runId, RunAction.RETRY, 1);
    }

    private void retry2(String runId) throws IOException {
        control(runId, RunAction.RETRY, 2);
    }

    private void paused(String runId) throws IOException {
        control(runId, RunAction.PAUSE, 0);
    }

    private void ownFailure(String runId) throws IOException {
        taskFailed(runId, 0, 2, 0);
    }

    private void cancel(String runId) throws IOException {
        driver.send(Topics.RUN_CANCELLED, new RunCancelled(runId, "typing error", Instant.EPOCH, ""));
    }

    private void request(String runId, int tasks) throws IOException {
        driver.send(Topics.RUN_REQUESTED, Toy.request(runId, tasks, "toy"));
    }

    private void control(String runId, RunAction action, int attempt) throws IOException {
        driver.send(Topics.RUN_CONTROLLED, new RunControlled(runId, action, attempt, "why", Instant.EPOCH));
    }

    private void taskFailed(String runId, int index, int count, int attempt) throws IOException {
        TaskId task = new TaskId(runId, "scorer", index, count, attempt);
        driver.send(Topics.TASK_FAILED, new TaskFailed(task, FailureKind.INPUT, "no such file", "w", 1));
    }

    private void results(String runId, int count, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            driver.send(Topics.SCORER.result(), StageDriver.result(runId, i, count));
        }
    }

    private List<TaskId> tasks() throws IOException {
        return driver.read(Topics.SCORER.task()).stream()
                .map(ScoreTask::getTask)
                .toList();
    }

    private List<RunFailed> failures() throws IOException {
        return driver.read(Topics.RUN_FAILED);
    }

    private static RunFailed failure(String runId, int attempt) {
        return new RunFailed(runId, "calibrator", FailureKind.INPUT, "why", Instant.EPOCH, attempt);
    }

    /** Splits and gathers, or does not. */
    private static final class Fragile implements Stage<RunRequested, ScoreTask, ScoreResult, BlocksScored> {
        private final Toy<RunRequested, ScoreTask, ScoreResult, BlocksScored> toy = new Toy<>(Topics.SCORER);
        private boolean broken;

        @Override
        public List<ScoreTask> split(RunRequested event) {
            check();
            return toy.split(event);
        }

        @Override
        public ScoreResult work(ScoreTask task, WorkContext context) throws IOException {
            return toy.work(task, context);
        }

        @Override
        public BlocksScored gather(RunRequested event, List<ScoreResult> results) {
            check();
            return toy.gather(event, results);
        }

        private void check() {
            if (broken) {
                throw new InputException("broken");
            }
        }
    }
}
