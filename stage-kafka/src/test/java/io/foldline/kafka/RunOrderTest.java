package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.FailureKind;
import io.foldline.event.RunAction;
import io.foldline.event.RunFailed;
import io.foldline.event.TaskId;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures, retries and cancels that one stage, which is the scorer, hears of in any order. */
class RunOrderTest {
    @TempDir
    Path folder;

    private StageDriver driver;

    @BeforeEach
    void open() {
        driver = StageDriver.scorer(new Toy<>(Topics.SCORER), folder);
    }

    @AfterEach
    void close() {
        driver.close();
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
                orders(List.of(this::requested, this::failed0, this::retry1, this::paused, driver::cancel))) {
            String runId = "run-" + run++;
            for (Step step : order) {
                step.on(runId);
            }
            driver.tasks();
            driver.results(runId, 2, 0, 2);
            driver.control(runId, RunAction.RESUME, 0);
            driver.taskFailed(runId, 0, 2, 0);
            assertThat(driver.read(Topics.SCORER.completed())).as("%s", runId).isEmpty();
            assertThat(driver.tasks()).as("%s", runId).isEmpty();
        }
        assertThat(driver.failures()).isEmpty();
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
        assertThat(driver.tasks())
                .as("tasks of %s", runId)
                .extracting(TaskId::getIndex)
                .contains(0, 1);
        assertThat(driver.read(Topics.SCORER.completed())).as("%s", runId).isEmpty();
        driver.results(runId, 2, 0, 2);
        driver.results(runId, 2, 0, 2);
        assertThat(driver.read(Topics.SCORER.completed())).as("%s", runId).hasSize(1);
        assertThat(driver.failures())
                .as("%s", runId)
                .extracting(RunFailed::getAttempt)
                .doesNotHaveDuplicates();
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
        driver.request(runId, 2);
    }

    private void failed0(String runId) throws IOException {
        driver.send(Topics.RUN_FAILED, failure(runId, 0));
    }

    private void failed1(String runId) throws IOException {
        driver.send(Topics.RUN_FAILED, failure(runId, 1));
    }

    private void retry1(String runId) throws IOException {
        driver.control(runId, RunAction.RETRY, 1);
    }

    private void retry2(String runId) throws IOException {
        driver.control(runId, RunAction.RETRY, 2);
    }

    private void paused(String runId) throws IOException {
        driver.control(runId, RunAction.PAUSE, 0);
    }

    private void ownFailure(String runId) throws IOException {
        driver.taskFailed(runId, 0, 2, 0);
    }

    private static RunFailed failure(String runId, int attempt) {
        return new RunFailed(runId, "calibrator", FailureKind.INPUT, "why", Instant.EPOCH, attempt);
    }
}
