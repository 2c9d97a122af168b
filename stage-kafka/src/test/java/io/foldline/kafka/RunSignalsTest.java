package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.FailureKind;
import io.foldline.event.ReleaseReason;
import io.foldline.event.RunAction;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.TaskId;
import io.foldline.event.TaskReleased;
import io.foldline.kafka.RunSignals.Releases;
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

class RunSignalsTest {
    private static final String STAGE = Topics.SCORER.stage();

    private final RunSignals signals = new RunSignals();

    @Test
    void nothingHasEndedOfWhichNothingIsKnown() {
        assertThat(signals.ended(task(0))).isFalse();
        assertThat(signals.completed("run-1")).isFalse();
        assertThat(signals.releases(task(0))).isEqualTo(Releases.NONE);
    }

    @Test
    void cancelledAndCompletedRunsHaveEndedWhateverTheAttempt() {
        cancel(signals);
        retry(signals, 1);
        assertThat(signals.ended(task(1))).isTrue();
        assertThat(signals.completed("run-1")).isFalse();

        RunSignals others = new RunSignals();
        others.completed(new RunCompleted("run-1", "", "", Instant.EPOCH));
        assertThat(others.ended(task(1))).isTrue();
        assertThat(others.completed("run-1")).isTrue();
    }

    @Test
    void aFailedRunIsWantedAgainOnceItIsRetried() {
        fail(signals, 0);
        assertThat(signals.ended(task(0))).isTrue();
        retry(signals, 1);
        assertThat(signals.ended(task(0))).isFalse();
        assertThat(signals.ended(task(1))).isFalse();
        fail(signals, 1);
        assertThat(signals.ended(task(1))).isTrue();
    }

    @Test
    void aTaskOfARetryThatWasNotReadYetIsWanted() {
        fail(signals, 0);

        assertThat(signals.ended(task(1))).isFalse();
    }

    @Test
    void pausesEndNothing() {
        signals.controlled(new RunControlled("run-1", RunAction.PAUSE, 0, "", Instant.EPOCH));

        assertThat(signals.ended(task(0))).isFalse();
    }

    @Test
    void countsFaultsAndStopsOfEachTaskAndAttempt() {
        release(signals, task(0), ReleaseReason.FAULT);
        release(signals, task(0), ReleaseReason.STOPPED);
        release(signals, task(0), ReleaseReason.FAULT);
        release(signals, task(1), ReleaseReason.FAULT);
        release(signals, new TaskId("run-1", STAGE, 7, 9, 0, 0), ReleaseReason.FAULT);

        assertThat(signals.releases(task(0))).isEqualTo(new Releases(2, 1));
        assertThat(signals.releases(task(0)).all()).isEqualTo(3);
        assertThat(signals.releases(task(1))).isEqualTo(new Releases(1, 0));
    }

    @Test
    void forgetsWhatEndedRunsDoNotNeed() {
        release(signals, task(0), ReleaseReason.FAULT);
        cancel(signals);
        release(signals, task(0), ReleaseReason.FAULT);

        assertThat(signals.releases(task(0))).isEqualTo(Releases.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void doesNotDependOnTheOrderOfTopics(long seed) {
        List<Consumer<RunSignals>> events = new ArrayList<>(List.of(
                all -> release(all, task(0), ReleaseReason.FAULT),
                all -> fail(all, 0),
                all -> retry(all, 1),
                all -> release(all, task(1), ReleaseReason.FAULT),
                all -> release(all, task(1), ReleaseReason.STOPPED)));
        Collections.shuffle(events, new Random(seed));
        events.forEach(event -> event.accept(signals));

        assertThat(signals.ended(task(1))).isFalse();
        assertThat(signals.releases(task(1))).isEqualTo(new Releases(1, 1));
    }

    private static void cancel(RunSignals signals) {
        signals.cancelled(new RunCancelled("run-1", "", Instant.EPOCH, ""));
    }

    private static void fail(RunSignals signals, int attempt) {
        signals.failed(new RunFailed("run-1", STAGE, FailureKind.INPUT, "", Instant.EPOCH, attempt));
    }

    private static void retry(RunSignals signals, int attempt) {
        signals.controlled(new RunControlled("run-1", RunAction.RETRY, attempt, "", Instant.EPOCH));
    }

    private static void release(RunSignals signals, TaskId task, ReleaseReason reason) {
        signals.released(new TaskReleased(task, reason, "", "worker", 1, Instant.EPOCH));
    }

    private static TaskId task(int attempt) {
        return new TaskId("run-1", STAGE, 0, 9, attempt, 0);
    }
}
