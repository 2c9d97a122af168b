package io.foldline.kafka;

import io.foldline.event.ReleaseReason;
import io.foldline.event.TaskId;
import io.foldline.kafka.RunSignals.Releases;
import io.foldline.kafka.log.Attempts;
import java.util.HashMap;
import java.util.Map;

/** What workers have to know of one run. Safe for use by several threads. */
final class RunSignal {
    private boolean cancelled;
    private boolean completed;
    private Attempts attempts = Attempts.FIRST;
    // Most runs are never in need of it, and there may be many runs.
    private Map<Task, Releases> releases = Map.of();

    private record Task(String stage, int index, int attempt, int round) {
        static Task of(TaskId id) {
            return new Task(id.getStage(), id.getIndex(), id.getAttempt(), id.getRound());
        }
    }

    /** @param attempt of the task in question */
    synchronized boolean ended(int attempt) {
        return cancelled || completed || failed(attempt);
    }

    synchronized boolean isCompleted() {
        return completed;
    }

    synchronized Releases releases(TaskId task) {
        return releases.getOrDefault(Task.of(task), Releases.NONE);
    }

    synchronized void cancel() {
        cancelled = true;
        releases = Map.of();
    }

    synchronized void complete() {
        completed = true;
        releases = Map.of();
    }

    synchronized void fail(int attempt) {
        attempts = attempts.failed(attempt);
        Map<Task, Releases> left = new HashMap<>(releases);
        left.keySet().removeIf(task -> failed(task.attempt()));
        releases = left.isEmpty() ? Map.of() : left;
    }

    synchronized void retry(int attempt) {
        attempts = attempts.retried(attempt);
    }

    synchronized void release(TaskId task, ReleaseReason reason) {
        if (cancelled || completed || failed(task.getAttempt())) {
            return;
        }
        if (releases.isEmpty()) {
            releases = new HashMap<>();
        }
        releases.merge(Task.of(task), Releases.NONE.and(reason), (before, one) -> before.and(reason));
    }

    /** Whether an attempt has failed, and none after it was begun. */
    private boolean failed(int attempt) {
        return attempts.failed() && attempts.current() >= attempt;
    }
}
