package io.foldline.kafka;

import io.foldline.event.ReleaseReason;
import io.foldline.event.RunAction;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.TaskId;
import io.foldline.event.TaskReleased;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What workers have to know of runs: which have ended, and which deliveries of tasks ended without a result. Does not
 * depend on the order in which topics are read. Of a run that has ended little more than its name is kept. Safe for use by
 * several threads.
 */
final class RunSignals {
    private final Map<String, RunSignal> runs = new ConcurrentHashMap<>();

    /**
     * How deliveries of one task ended, other than with a result, a failure, or the death of the worker.
     *
     * @param faults number of passing faults
     * @param stops number of workers that were asked to end
     */
    record Releases(int faults, int stops) {
        static final Releases NONE = new Releases(0, 0);

        int all() {
            return faults + stops;
        }

        Releases and(ReleaseReason reason) {
            return reason == ReleaseReason.FAULT ? new Releases(faults + 1, stops) : new Releases(faults, stops + 1);
        }
    }

    /**
     * Whether nobody wants the result of a task any more: its run was cancelled, is complete, or has failed and was not
     * retried since. That there is a task of an attempt says by itself that the run was retried that often.
     */
    boolean ended(TaskId task) {
        RunSignal run = runs.get(task.getRunId());
        return run != null && run.ended(task.getAttempt());
    }

    /** Whether a run has ended with its result. */
    boolean completed(String runId) {
        RunSignal run = runs.get(runId);
        return run != null && run.isCompleted();
    }

    /** How often a task was given back in the attempt that it belongs to. */
    Releases releases(TaskId task) {
        RunSignal run = runs.get(task.getRunId());
        return run == null ? Releases.NONE : run.releases(task);
    }

    void cancelled(RunCancelled event) {
        of(event.getRunId()).cancel();
    }

    void completed(RunCompleted event) {
        of(event.getRunId()).complete();
    }

    void failed(RunFailed event) {
        of(event.getRunId()).fail(event.getAttempt());
    }

    void controlled(RunControlled event) {
        if (event.getAction() == RunAction.RETRY) {
            of(event.getRunId()).retry(event.getAttempt());
        }
    }

    void released(TaskReleased event) {
        of(event.getTask().getRunId()).release(event.getTask(), event.getReason());
    }

    private RunSignal of(String runId) {
        return runs.computeIfAbsent(runId, id -> new RunSignal());
    }
}
