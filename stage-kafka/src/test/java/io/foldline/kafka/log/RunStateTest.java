package io.foldline.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.BlocksScored;
import io.foldline.event.FailureKind;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.Plan;
import io.foldline.event.Round;
import io.foldline.event.RunAction;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.StatisticsGathered;
import io.foldline.event.TaskId;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunStateTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doesNotDependOnTheOrderInWhichTopicsAreRead(long seed) {
        RunRequested request = Example.of(RunRequested.class);
        BlocksScored scored = Example.of(BlocksScored.class);
        List<Consumer<RunState>> events = new ArrayList<>(List.of(
                run -> run.requested(request, at(1)),
                run -> run.stage("scorer").task(new TaskId("run-1", "scorer", 0, 2, 0, 0)),
                run -> run.stage("scorer").result(new TaskId("run-1", "scorer", 0, 2, 0, 0), 0.5, false),
                run -> run.stage("scorer").result(new TaskId("run-1", "scorer", 1, 2, 0, 0), 0.25, true),
                run -> run.stage("scorer").completed(0, scored, at(4)),
                run -> run.stage("calibrator").task(new TaskId("run-1", "calibrator", 0, 7, 0, 0)),
                run -> run.cancelled(Example.of(RunCancelled.class), at(9)),
                run -> run.failed(failure("scorer", 0), at(8))));
        RunView expected = fold(events).view();
        Collections.shuffle(events, new Random(seed));

        assertThat(fold(events).view()).isEqualTo(expected);
        assertThat(expected.status()).isEqualTo(RunStatus.FAILED);
        assertThat(expected.seconds()).isEqualTo(7);
        assertThat(expected.stage("scorer").seconds()).isEqualTo(3);
        assertThat(expected.stage("scorer").workSeconds()).isEqualTo(0.75);
        assertThat(expected.stage("scorer").reused()).isEqualTo(1);
        assertThat(expected.stage("scorer").results()).isEqualTo(2);
        assertThat(expected.stage("calibrator").tasks()).isEqualTo(7);
        assertThat(expected.event(Topics.SCORER)).contains(scored);
        assertThat(expected.event(Topics.CALIBRATOR)).isEmpty();
    }

    @Test
    void aRunIsInItsLatestRoundEvenIfThatIsTheOnlyOneHeardOf() {
        RunState run = new RunState("run-1", Topics.STAGES);
        run.stage("evaluator").completed(3, Example.of(ModelEvaluated.class), at(9));

        assertThat(run.view().event(Topics.EVALUATOR)).isPresent();
    }

    @Test
    void theStagesInFrontAreTimedRoundByRound() {
        RunRequested request = Example.of(RunRequested.class);
        request.setRound(null);
        RunRequested again = RunRequested.newBuilder(request)
                .setRound(new Round(1, 2, Example.of(Plan.class), List.of(), List.of(), List.of()))
                .build();
        List<Consumer<RunState>> events = new ArrayList<>(List.of(
                run -> run.requested(request, at(1)),
                run -> run.stage("scorer").completed(0, Example.of(BlocksScored.class), at(3)),
                run -> run.stage("calibrator").completed(0, Example.of(StatisticsGathered.class), at(4)),
                run -> run.continued(again, at(6)),
                run -> run.stage("scorer").task(new TaskId("run-1", "scorer", 0, 2, 0, 1)),
                run -> run.stage("scorer").completed(1, Example.of(BlocksScored.class), at(7))));
        for (int order = 0; order < 6; order++) {
            Collections.shuffle(events, new Random(order));
            RunView view = fold(events).view();

            assertThat(view.stage("scorer").seconds()).isEqualTo(2 + 1);
            assertThat(view.stage("calibrator").seconds()).isEqualTo(1);
            assertThat(view.stage("solver").seconds()).isEqualTo(2);
            assertThat(view.current()).map(StageView::stage).contains("calibrator");
            assertThat(view.event(Topics.SCORER)).isPresent();
            assertThat(view.event(Topics.CALIBRATOR)).isEmpty();
            assertThat(view.stage("scorer").events()).hasSize(2);
        }
    }

    @Test
    void resultsThatComeTwiceCountOnce() {
        RunState run = new RunState("run-1", Topics.STAGES);
        run.stage("solver").result(new TaskId("run-1", "solver", 0, 2, 0, 0), 1, true);
        run.stage("solver").result(new TaskId("run-1", "solver", 0, 2, 0, 0), 5, true);

        assertThat(run.view().stage("solver").results()).isEqualTo(1);
        assertThat(run.view().stage("solver").workSeconds()).isEqualTo(1);
        assertThat(run.view().stage("solver").reused()).isEqualTo(1);
    }

    @Test
    void namesTheStageThatARunIsIn() {
        RunState run = new RunState("run-1", Topics.STAGES);
        run.requested(Example.of(RunRequested.class), at(1));
        assertThat(run.view().status()).isEqualTo(RunStatus.REQUESTED);

        run.stage("scorer").completed(0, Example.of(BlocksScored.class), at(2));
        assertThat(run.view().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(run.view().current()).map(StageView::stage).contains("calibrator");

        run.completed(Example.of(RunCompleted.class), at(3));
        assertThat(run.view().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.view().current()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aFailedRunThatIsRetriedGoesOnAndEndsAnew(long seed) {
        List<Consumer<RunState>> events = new ArrayList<>(List.of(
                run -> run.requested(Example.of(RunRequested.class), at(1)),
                run -> run.stage("scorer").task(new TaskId("run-1", "scorer", 0, 2, 0, 0)),
                run -> run.failed(failure("scorer", 0), at(2)),
                run -> run.failed(failure("calibrator", 0), at(3)),
                run -> run.controlled(control(RunAction.RETRY, 1)),
                run -> run.failed(failure("scorer", 1), at(4))));
        Collections.shuffle(events, new Random(seed));
        RunState run = fold(events);

        assertThat(run.view().status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.view().failed()).isEqualTo(failure("scorer", 1));
        assertThat(run.view().seconds()).isEqualTo(3);

        run.controlled(control(RunAction.RETRY, 2));
        assertThat(run.view().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(run.view().failed()).isNull();
        assertThat(run.view().endedAt()).isNull();

        run.completed(new RunCompleted("run-1", "file:/output", "sha256:0", at(0)), at(9));
        assertThat(run.view().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.view().seconds()).isEqualTo(8);
    }

    @Test
    void ofSeveralFailuresOfOneAttemptTheFirstCounts() {
        RunState run = new RunState("run-1", Topics.STAGES);
        run.failed(failure("calibrator", 0), at(3));
        run.failed(failure("scorer", 0), at(2));

        assertThat(run.view().failed()).isEqualTo(failure("scorer", 0));
        assertThat(run.view().endedAt()).isEqualTo(at(2));
    }

    @Test
    void pausedRunsArePausedUntilTheyAreResumedOrEnd() {
        RunState run = new RunState("run-1", Topics.STAGES);
        run.controlled(control(RunAction.PAUSE, 0));
        assertThat(run.view().status()).isEqualTo(RunStatus.PAUSED);
        assertThat(run.view().status().ended()).isFalse();

        run.controlled(control(RunAction.RESUME, 0));
        assertThat(run.view().status()).isEqualTo(RunStatus.REQUESTED);

        run.controlled(control(RunAction.PAUSE, 0));
        run.cancelled(Example.of(RunCancelled.class), at(9));
        assertThat(run.view().status()).isEqualTo(RunStatus.CANCELLED);
    }

    private static RunFailed failure(String stage, int attempt) {
        return new RunFailed("run-1", stage, FailureKind.INPUT, "why", at(0), attempt);
    }

    private static RunControlled control(RunAction action, int attempt) {
        return new RunControlled("run-1", action, attempt, "why", at(0));
    }

    private static RunState fold(List<Consumer<RunState>> events) {
        RunState run = new RunState("run-1", Topics.STAGES);
        events.forEach(event -> event.accept(run));
        return run;
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
