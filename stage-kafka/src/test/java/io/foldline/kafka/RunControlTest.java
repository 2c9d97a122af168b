package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.foldline.checkpoint.InputException;
import io.foldline.event.BlocksScored;
import io.foldline.event.FailureKind;
import io.foldline.event.RunAction;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.TaskId;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        driver.request("run-1", 12);
        assertThat(driver.tasks()).hasSize(8);
        driver.control("run-1", RunAction.PAUSE, 0);
        driver.results("run-1", 12, 0, 8);
        assertThat(driver.tasks()).isEmpty();

        driver.control("run-1", RunAction.PAUSE, 0);
        driver.control("run-1", RunAction.RESUME, 0);
        assertThat(driver.tasks()).extracting(TaskId::getIndex).containsExactly(8, 9, 10, 11);
        driver.results("run-1", 12, 8, 12);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(1);
    }

    @Test
    void aPauseHoldsARunThatComesLater() throws IOException {
        driver.control("run-1", RunAction.PAUSE, 0);
        driver.request("run-1", 2);
        assertThat(driver.tasks()).isEmpty();
        driver.pass(Duration.ofSeconds(5));
        assertThat(driver.tasks()).isEmpty();

        driver.control("run-1", RunAction.RESUME, 0);
        assertThat(driver.tasks()).hasSize(2);
    }

    @Test
    void aPausedRunMakesRoomForOthers() throws IOException {
        driver.request("large", 100);
        driver.control("large", RunAction.PAUSE, 0);
        driver.results("large", 100, 0, 8);
        driver.tasks();
        driver.request("small", 4);

        assertThat(driver.tasks())
                .extracting(TaskId::getRunId)
                .containsOnly("small")
                .hasSize(4);
    }

    @Test
    void aRunFailsAtItsDeadline() throws IOException {
        RunRequested request = Toy.request("run-1", 3, "toy");
        request.setDeadline(StageDriver.START.plusSeconds(60));
        driver.send(Topics.RUN_REQUESTED, request);
        driver.pass(Duration.ofSeconds(59));
        assertThat(driver.failures()).isEmpty();
        driver.pass(Duration.ofSeconds(2));

        List<RunFailed> failures = driver.failures();
        assertThat(failures).extracting(RunFailed::getKind).containsExactly(FailureKind.DEADLINE);
        assertThat(failures.get(0).getMessage()).contains("1970-01-12T13:47:40Z", "scorer", "later deadline");
        driver.pass(Duration.ofSeconds(60));
        assertThat(driver.failures()).isEmpty();
    }

    @Test
    void aRunThatComesAfterItsDeadlineIsNotBegun() throws IOException {
        RunRequested request = Toy.request("run-1", 3, "toy");
        request.setDeadline(StageDriver.START.minusSeconds(1));
        driver.send(Topics.RUN_REQUESTED, request);

        assertThat(driver.failures()).extracting(RunFailed::getKind).containsExactly(FailureKind.DEADLINE);
        assertThat(driver.tasks()).isEmpty();
    }

    @Test
    void aRetryHandsOutWhatIsMissing() throws IOException {
        driver.request("run-1", 4);
        driver.results("run-1", 4, 1, 2);
        driver.taskFailed("run-1", 0, 4, 0);
        driver.results("run-1", 4, 2, 3);
        assertThat(driver.tasks()).hasSize(4);

        driver.control("run-1", RunAction.RETRY, 1);
        assertThat(driver.tasks())
                .extracting(TaskId::getIndex, TaskId::getAttempt)
                .containsExactly(tuple(0, 1), tuple(3, 1));
        driver.taskFailed("run-1", 3, 4, 0);
        driver.results("run-1", 4, 0, 1);
        driver.taskFailed("run-1", 0, 4, 1);
        assertThat(driver.failures()).extracting(RunFailed::getAttempt).containsExactly(0);
        driver.taskFailed("run-1", 3, 4, 1);
        assertThat(driver.failures()).extracting(RunFailed::getAttempt).containsExactly(1);

        driver.control("run-1", RunAction.RETRY, 2);
        assertThat(driver.tasks())
                .extracting(TaskId::getIndex, TaskId::getAttempt)
                .containsExactly(tuple(3, 2));
        driver.results("run-1", 4, 3, 4);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(1);
        assertThat(driver.remembered()).containsExactly("run-1/state");
    }

    @Test
    void aTaskThatCannotBeReadFailsARetriedRunToo() throws IOException {
        driver.request("run-1", 2);
        driver.taskFailed("run-1", 0, 2, 0);
        driver.control("run-1", RunAction.RETRY, 1);
        driver.taskFailed("run-1", StageRuns.UNREAD, 1, 0);

        assertThat(driver.failures()).extracting(RunFailed::getAttempt).containsExactly(0, 1);
    }

    @Test
    void resultsThatComeBetweenFailureAndRetryCanCompleteTheStage() throws IOException {
        driver.request("run-1", 2);
        driver.taskFailed("run-1", 0, 2, 0);
        driver.results("run-1", 2, 0, 2);
        assertThat(driver.read(Topics.SCORER.completed())).isEmpty();

        driver.control("run-1", RunAction.RETRY, 1);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(1);
    }

    @Test
    void aRetrySplitsAnewWhatCouldNotBeSplit() throws IOException {
        stage.broken = true;
        driver.request("run-1", 2);
        assertThat(driver.failures()).hasSize(1);
        stage.broken = false;
        driver.control("run-1", RunAction.RETRY, 1);

        assertThat(driver.tasks()).extracting(TaskId::getAttempt).containsExactly(1, 1);
    }

    @Test
    void aRetryGathersAnewWhatCouldNotBeGathered() throws IOException {
        driver.request("run-1", 2);
        stage.broken = true;
        driver.results("run-1", 2, 0, 2);
        assertThat(driver.failures()).hasSize(1);
        driver.control("run-1", RunAction.RETRY, 1);
        assertThat(driver.failures()).extracting(RunFailed::getAttempt).containsExactly(1);

        stage.broken = false;
        driver.control("run-1", RunAction.RETRY, 2);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(1);
        assertThat(driver.tasks()).as("no task is done again").hasSize(2);
    }

    @Test
    void retriesThatMakeNoSenseDoNoHarm() throws IOException {
        driver.control("unknown", RunAction.RETRY, 1);
        driver.request("running", 1);
        driver.control("running", RunAction.RETRY, 1);
        driver.request("failed", 1);
        driver.taskFailed("failed", 0, 1, 0);
        driver.control("failed", RunAction.RETRY, 0);
        driver.control("failed", RunAction.RETRY, 2);
        driver.control("failed", RunAction.RETRY, -1);
        driver.request("cancelled", 1);
        driver.cancel("cancelled");
        driver.control("cancelled", RunAction.RETRY, 1);
        driver.request("completed", 1);
        driver.results("completed", 1, 0, 1);
        driver.control("completed", RunAction.RETRY, 1);
        driver.control("running", RunAction.UNKNOWN, 0);

        assertThat(driver.tasks())
                .extracting(TaskId::getRunId)
                .containsExactly("running", "failed", "cancelled", "completed");
        driver.results("running", 1, 0, 1);
        assertThat(driver.read(Topics.SCORER.completed())).hasSize(2);
        assertThat(driver.failures()).hasSize(1);
    }

    @Test
    void aFailedRunThatIsCancelledIsForgotten() throws IOException {
        driver.request("run-1", 3);
        driver.taskFailed("run-1", 0, 3, 0);
        driver.cancel("run-1");

        assertThat(driver.remembered()).containsExactly("run-1/state");
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
