package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When the work of a run is done; none of it changes what comes out. */
final class ScheduleOptions {
    private static final int DEFAULT_TASK_SECONDS = 30;

    @Option(
            names = "--priority",
            paramLabel = "N",
            defaultValue = "0",
            description = "Runs of a higher priority get workers first; runs of the same priority share them."
                    + " Default: ${DEFAULT-VALUE}.")
    int priority;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = DeadlineConverter.class,
            description =
                    "The run fails if it has not ended by then: a duration from now such as 90s, 30m, 2h or 1d, or"
                            + " an instant such as 2026-01-31T08:00:00Z. Default: none.")
    @Nullable
    Deadline deadline;

    @Option(
            names = "--task-seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "Time that a task should take; decides how finely a stage splits its work where --tasks does"
                    + " not. Default: ${DEFAULT-VALUE}.")
    int taskSeconds = DEFAULT_TASK_SECONDS;

    /**
     * The deadline as an instant; null: none.
     *
     * @throws InputException if it is not after {@code now}
     */
    @Nullable
    Instant deadline(Instant now) {
        Instant instant = deadline == null ? null : deadline.of(now);
        if (instant != null && !instant.isAfter(now)) {
            throw new InputException("--deadline %s: expected a time to come, it is %s".formatted(instant, now));
        }
        return instant;
    }

    /** @throws InputException if it is no time that a task can take */
    int taskSeconds() {
        if (taskSeconds < 1) {
            throw new InputException("--task-seconds %d: expected at least 1".formatted(taskSeconds));
        }
        return taskSeconds;
    }
}
