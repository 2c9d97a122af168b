package io.foldline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.cli.Stories;
import io.foldline.event.FailureKind;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
    private static final Instant LONG_AGO = Instant.EPOCH.plusSeconds(60);

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"INPUT", "DEADLINE"},
            mode = EnumSource.Mode.EXCLUDE)
    void theSameRequestTriesAgainWhatMaySucceed(FailureKind kind) {
        assertThat(Retry.isMeant(failed(kind, null))).isTrue();
        assertThat(Retry.isMeant(failed(kind, LONG_AGO))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"INPUT", "DEADLINE"})
    void theSameRequestDoesNotTryAgainWhatCannotSucceed(FailureKind kind) {
        assertThat(Retry.isMeant(failed(kind, null))).isFalse();
    }

    @Test
    void whoSaysSoMayTryAgainWithAnInputThatWasMended() {
        Retry.check(failed(FailureKind.INPUT, null));
    }

    @Test
    void aDeadlineThatHasPassedHelpsNobody() {
        assertThatThrownBy(() -> Retry.check(failed(FailureKind.DEADLINE, LONG_AGO)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its deadline has passed");
    }

    @Test
    void onlyFailedRunsAreTriedAgain() {
        assertThatThrownBy(() -> Retry.check(view(RunStatus.COMPLETED, null, null)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found it completed");
        assertThatThrownBy(() -> Retry.check(view(RunStatus.RUNNING, null, null)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'foldline watch run-1' follows it");
    }

    @Test
    void saysWhatIsKept() {
        assertThat(Retry.describe(failed(FailureKind.RESOURCE, null)).lines())
                .containsExactly(
                        "run run-1 failed in the calibrator: out of memory",
                        "retrying the calibrator, 3 of 8 tasks are done; kept: scorer");
    }

    private static RunView failed(FailureKind kind, @Nullable Instant deadline) {
        RunFailed failed = new RunFailed("run-1", "calibrator", kind, "out of memory", Instant.EPOCH, 0);
        return view(RunStatus.FAILED, failed, deadline);
    }

    private static RunView view(RunStatus status, @Nullable RunFailed failed, @Nullable Instant deadline) {
        RunRequested request =
                RunRequested.newBuilder(Stories.request()).setDeadline(deadline).build();
        List<StageView> stages = List.of(
                new StageView(
                        "scorer",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        4,
                        4,
                        0,
                        1,
                        0,
                        List.of(),
                        Stories.folded().scored()),
                new StageView("calibrator", Instant.EPOCH, null, 8, 3, 0, 1, 0, List.of(), null),
                new StageView("solver", null, null, 0, 0, 0, 0, 0, List.of(), null));
        return new RunView("run-1", request, status, 0, null, stages, Instant.EPOCH, Instant.EPOCH, null, failed, null);
    }
}
