package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.cli.request.RunIds;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** What a command that asks for a run means, given the runs that are there already. */
sealed interface RunChoice {
    /** A run that is to begin. */
    record Begin(RunRequested request) implements RunChoice {}

    /** A run that was begun, and goes on or has ended. */
    record Continue(RunView run) implements RunChoice {}

    /** A run that failed, and is tried again from the stage that failed. */
    record Retried(RunView run) implements RunChoice {}

    /** The run as it is already; empty for one that is to begin. */
    default Optional<RunView> begun() {
        if (this instanceof Continue going) {
            return Optional.of(going.run());
        }
        return this instanceof Retried retried ? Optional.of(retried.run()) : Optional.empty();
    }

    /**
     * Chooses for a run whose name was given: the same name and settings mean the same run.
     *
     * @throws IOException if the log cannot be read
     * @throws InputException if the name belongs to a run with other settings
     * @throws RunFailedException if the run was cancelled, or has failed and trying again would not help
     */
    static RunChoice named(RunLog log, RunRequested request) throws IOException {
        Optional<RunView> found = log.run(request.getRunId());
        if (found.isEmpty()) {
            return new Begin(request);
        }
        RunView run = found.get();
        if (run.request() != null && !RunIds.sameSettings(run.request(), request)) {
            throw new InputException(
                    "run %s is there already, with other settings; choose another --run-id".formatted(run.runId()));
        }
        if (Retry.isMeant(run)) {
            return new Retried(log.whole(run.runId()).orElseThrow());
        }
        if (run.status() == RunStatus.FAILED || run.status() == RunStatus.CANCELLED) {
            RunFailed failed = run.failed();
            throw new RunFailedException("run %s has %s; choose another --run-id to try again"
                    .formatted(
                            run.runId(), failed == null ? "been cancelled" : "failed (" + failed.getMessage() + ")"));
        }
        return new Continue(run);
    }

    /**
     * Chooses for a run whose name is derived from its settings: goes on with one that has not ended, tries the newest
     * again if it failed and that may help, else begins a new one under the first free name.
     *
     * @param unfinished whether a run counts as not ended although the log says that it completed
     * @throws IOException if the log cannot be read
     */
    static RunChoice derived(RunLog log, RunRequested request, Predicate<RunView> unfinished) throws IOException {
        Optional<RunView> newest = Optional.empty();
        for (int attempt = 1; ; attempt++) {
            String id = attempt == 1 ? request.getRunId() : request.getRunId() + "-" + attempt;
            Optional<RunView> found = log.run(id);
            if (found.isEmpty()) {
                return newest.filter(Retry::isMeant).isPresent()
                        ? new Retried(log.whole(newest.get().runId()).orElseThrow())
                        : new Begin(
                                RunRequested.newBuilder(request).setRunId(id).build());
            }
            if (!found.get().status().ended() || unfinished.test(found.get())) {
                return new Continue(found.get());
            }
            newest = found;
        }
    }
}
