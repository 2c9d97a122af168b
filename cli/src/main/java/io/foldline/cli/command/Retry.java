package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.event.FailureKind;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;

/** Whether and how a failed run begins again with the stage that failed. */
final class Retry {
    private Retry() {}

    /** @throws InputException if the run did not fail, or a retry cannot help */
    static void check(RunView run) {
        if (run.status() != RunStatus.FAILED) {
            throw new InputException("run %s: expected a failed run, found it %s; %s"
                    .formatted(
                            run.runId(),
                            OneRun.words(run.status()),
                            run.status().ended()
                                    ? "ask for a run of its own with 'foldline prune' or 'foldline submit'"
                                    : "'foldline watch %s' follows it".formatted(run.runId())));
        }
        if (isLate(run)) {
            throw new InputException(
                    "run %s: its deadline has passed, so it would fail again; ask for it anew with 'foldline prune' or 'foldline submit': what was computed is used again"
                            .formatted(run.runId()));
        }
    }

    /** Whether the same request means to try the run again: it failed, and neither its input nor its deadline is why. */
    static boolean isMeant(RunView run) {
        RunFailed failed = run.failed();
        return run.status() == RunStatus.FAILED
                && failed != null
                && failed.getKind() != FailureKind.INPUT
                && !isLate(run);
    }

    /** What is done again and what is kept, in two lines. */
    static String describe(RunView run) {
        RunFailed failed = Objects.requireNonNull(run.failed(), "a failed run says why");
        StageView stage = run.stage(failed.getStage());
        String there = stage.tasks() == 0 ? "" : ", %d of %d tasks are done".formatted(stage.results(), stage.tasks());
        String kept = run.stages().stream()
                .filter(view -> view.completed() != null)
                .map(StageView::stage)
                .collect(Collectors.joining(", "));
        return "run %s failed in the %s: %s%nretrying the %s%s%s"
                .formatted(
                        run.runId(),
                        failed.getStage(),
                        failed.getMessage(),
                        failed.getStage(),
                        there,
                        kept.isEmpty() ? "" : "; kept: " + kept);
    }

    private static boolean isLate(RunView run) {
        RunFailed failed = run.failed();
        RunRequested request = run.request();
        Instant deadline = request == null ? null : request.getDeadline();
        return (failed != null && failed.getKind() == FailureKind.DEADLINE)
                || (deadline != null && deadline.isBefore(Instant.now()));
    }
}
