package io.foldline.kafka.log;

import io.foldline.event.RunCancelled;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.schemas.StageTopics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one run so far. Events of different topics arrive in any order, and some more than once; the state
 * does not depend on either.
 */
final class RunState {
    private final String runId;
    private final Map<String, StageState> stages = new LinkedHashMap<>();
    private @Nullable RunRequested request;
    private @Nullable Instant requestedAt;
    private @Nullable RunCompleted completed;
    private @Nullable RunFailed failed;
    private @Nullable RunCancelled cancelled;
    private RunStatus end = RunStatus.REQUESTED;
    private @Nullable Instant endedAt;

    RunState(String runId, List<StageTopics<?, ?, ?, ?>> stages) {
        this.runId = runId;
        stages.forEach(stage -> this.stages.put(stage.stage(), new StageState(stage.stage())));
    }

    void requested(RunRequested event, Instant at) {
        if (requestedAt == null || at.isBefore(requestedAt)) {
            request = event;
            requestedAt = at;
        }
    }

    void completed(RunCompleted event, Instant at) {
        completed = event;
        end(RunStatus.COMPLETED, at);
    }

    void failed(RunFailed event, Instant at) {
        failed = event;
        end(RunStatus.FAILED, at);
    }

    void cancelled(RunCancelled event, Instant at) {
        cancelled = event;
        end(RunStatus.CANCELLED, at);
    }

    /** One of the stages that the state was made for. */
    StageState stage(String name) {
        return Objects.requireNonNull(stages.get(name), name);
    }

    RunView view() {
        List<StageView> views = new ArrayList<>();
        Instant start = requestedAt;
        boolean begun = false;
        for (StageState stage : stages.values()) {
            StageView view = stage.view(start);
            views.add(view);
            start = view.endedAt();
            begun |= view.tasks() > 0 || view.completed() != null;
        }
        RunStatus status = end.ended() || !begun ? end : RunStatus.RUNNING;
        return new RunView(
                runId, request, status, List.copyOf(views), requestedAt, endedAt, completed, failed, cancelled);
    }

    /** What ended the run first, ended it. */
    private void end(RunStatus status, Instant at) {
        if (endedAt == null || at.isBefore(endedAt)) {
            end = status;
            endedAt = at;
        }
    }
}
