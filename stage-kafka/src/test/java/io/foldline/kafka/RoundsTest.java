package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.foldline.event.BlocksScored;
import io.foldline.event.FailureKind;
import io.foldline.event.RunAction;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.SolveResult;
import io.foldline.event.StatisticsGathered;
import io.foldline.event.TaskId;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import io.foldline.stage.Rounds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that pass a stage more than once. */
class RoundsTest {
    private static final StageTopics<RunRequested, ScoreTask, ScoreResult, BlocksScored> SCORER = Topics.SCORER;
    private static final RunRequested REQUEST = Toy.request("run-1", 2, "toy");

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
    void eachRoundIsSplitAndGatheredOnce() throws IOException {
        driver.send(Topics.RUN_REQUESTED, REQUEST);
        pass(0);
        driver.send(Topics.RUN_CONTINUED, Toy.inRound(REQUEST, 1));
        driver.send(Topics.RUN_CONTINUED, Toy.inRound(REQUEST, 1));
        driver.send(Topics.RUN_REQUESTED, REQUEST);
        assertThat(driver.tasks()).containsExactly(task(0, 0), task(1, 0), task(0, 1), task(1, 1));
        pass(1);
        driver.send(Topics.RUN_CONTINUED, Toy.inRound(REQUEST, 1));

        assertThat(driver.read(SCORER.completed()))
                .extracting(event -> Rounds.of(event.getRequest()))
                .containsExactly(0, 1);
        assertThat(driver.tasks()).isEmpty();
        assertThat(driver.remembered()).containsExactly("run-1/state");
    }

    @Test
    void resultsOfAnEarlierRoundCountNoMore() throws IOException {
        driver.send(Topics.RUN_REQUESTED, REQUEST);
        pass(0);
        driver.send(Topics.RUN_CONTINUED, Toy.inRound(REQUEST, 1));
        pass(0);
        assertThat(driver.read(SCORER.completed())).hasSize(1);

        pass(1);
        assertThat(driver.read(SCORER.completed())).hasSize(1);
    }

    @Test
    void aRunThatIsPausedBetweenRoundsWaitsInTheNext() throws IOException {
        driver.send(Topics.RUN_REQUESTED, REQUEST);
        pass(0);
        driver.control("run-1", RunAction.PAUSE, 0);
        driver.tasks();
        driver.send(Topics.RUN_CONTINUED, Toy.inRound(REQUEST, 1));
        assertThat(driver.tasks()).isEmpty();

        driver.control("run-1", RunAction.RESUME, 0);
        assertThat(driver.tasks()).hasSize(2);
    }

    @Test
    void aRunThatIsCancelledBetweenRoundsHasNoOther() throws IOException {
        driver.send(Topics.RUN_REQUESTED, REQUEST);
        pass(0);
        driver.tasks();
        driver.cancel("run-1");
        driver.send(Topics.RUN_CONTINUED, Toy.inRound(REQUEST, 1));

        assertThat(driver.tasks()).isEmpty();
    }

    /** The failure of another stage, and the retry, come between the rounds of this one. */
    @Test
    void aRetriedRunGoesOnInTheRoundThatFailed() throws IOException {
        driver.send(Topics.RUN_REQUESTED, REQUEST);
        pass(0);
        driver.tasks();
        driver.send(
                Topics.RUN_FAILED, new RunFailed("run-1", "solver", FailureKind.INPUT, "singular", Instant.EPOCH, 0));
        driver.send(Topics.RUN_CONTINUED, Toy.inRound(REQUEST, 1));
        assertThat(driver.tasks()).isEmpty();

        driver.control("run-1", RunAction.RETRY, 1);
        assertThat(driver.tasks())
                .extracting(TaskId::getAttempt, TaskId::getRound)
                .containsOnly(tuple(1, 1));
    }

    @Test
    void theStageThatWantsAnotherRoundDoesNotGoOn() throws IOException {
        close();
        driver = StageDriver.of(StageBinding.of(Topics.SOLVER), new Toy<>(Topics.SOLVER), folder, () -> 0);
        RunRequested request = Toy.rounds("run-1", 1, 2);
        StatisticsGathered gathered = Example.of(StatisticsGathered.class);
        gathered.setRequest(request);
        driver.send(Topics.CALIBRATOR.completed(), gathered);
        driver.send(Topics.SOLVER.result(), solved(0));
        List<RunRequested> again = driver.read(Topics.RUN_CONTINUED);
        assertThat(again).extracting(Rounds::of).containsExactly(1);
        assertThat(driver.read(Topics.SOLVER.completed())).isEmpty();

        gathered.setRequest(again.get(0));
        driver.send(Topics.CALIBRATOR.completed(), gathered);
        driver.send(Topics.SOLVER.result(), solved(1));
        assertThat(driver.read(Topics.SOLVER.completed())).hasSize(1);
        assertThat(driver.read(Topics.RUN_CONTINUED)).isEmpty();
    }

    private static SolveResult solved(int round) {
        SolveResult result = Example.of(SolveResult.class);
        result.setTask(new TaskId("run-1", "solver", 0, 1, 0, round));
        return result;
    }

    private void pass(int round) throws IOException {
        for (int index = 0; index < 2; index++) {
            ScoreResult result = Example.of(ScoreResult.class);
            result.setTask(task(index, round));
            driver.send(SCORER.result(), result);
        }
    }

    private static TaskId task(int index, int round) {
        return new TaskId("run-1", "scorer", index, 2, 0, round);
    }
}
