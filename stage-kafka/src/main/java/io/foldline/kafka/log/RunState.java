package io.foldline.kafka.log;

import io.foldline.event.Round;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    private final Map<Integer, End<RunFailed>> failures = new HashMap<>();
    private @Nullable End<RunCompleted> completed;
    private @Nullable End<RunCancelled> cancelled;
    private Attempts attempts = Attempts.FIRST;
    private boolean paused;
    private final TreeMap<Integer, Begun> rounds = new TreeMap<>();

    /** A round after the first, and when it was recorded. */
    private record Begun(Round round, Instant at) {}

    /** An event that ends a run, or an attempt at it, and when it was recorded. */
    private record End<E>(RunStatus status, E event, Instant at) {}

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

    /** A round after the first. */
    void continued(RunRequested event, Instant at) {
        Round round = event.getRound();
        if (round != null) {
            rounds.putIfAbsent(round.getNumber(), new Begun(round, at));
            stage(Topics.SOLVER.stage()).passed(round.getNumber() - 1, at);
        }
    }

    void completed(RunCompleted event, Instant at) {
        completed = earlier(completed, new End<>(RunStatus.COMPLETED, event, at));
    }

    /** Several failures of one attempt count as the first of them. */
    void failed(RunFailed event, Instant at) {
        attempts = attempts.failed(event.getAttempt());
        failures.merge(event.getAttempt(), new End<>(RunStatus.FAILED, event, at), RunState::earlier);
    }

    void cancelled(RunCancelled event, Instant at) {
        cancelled = earlier(cancelled, new End<>(RunStatus.CANCELLED, event, at));
    }

    /** Pauses and resumptions stand in one partition, so the last that is read is the last that was asked for. */
    void controlled(RunControlled event) {
        switch (event.getAction()) {
            case PAUSE -> paused = true;
            case RESUME -> paused = false;
            case RETRY -> attempts = attempts.retried(event.getAttempt());
            case UNKNOWN -> {}
        }
    }

    /** One of the stages that the state was made for. */
    StageState stage(String name) {
        return Objects.requireNonNull(stages.get(name), name);
    }

    RunView view() {
        List<StageView> views = new ArrayList<>();
        // An outline may lack the events that say so.
        int current = Math.max(
                rounds.isEmpty() ? 0 : rounds.lastKey(),
                stages.values().stream().mapToInt(StageState::latest).max().orElse(0));
        List<@Nullable Instant> starts = new ArrayList<>();
        for (int round = 0; round <= current; round++) {
            Begun begin = rounds.get(round);
            starts.add(round == 0 ? requestedAt : begin == null ? null : begin.at());
        }
        boolean begun = false;
        for (StageState stage : stages.values()) {
            StageView view = stage.view(starts);
            views.add(view);
            for (int round = 0; round <= current; round++) {
                starts.set(round, stage.endedAt(round));
            }
            begun |= view.tasks() > 0 || view.completed() != null;
        }
        End<RunFailed> failed = attempts.failed() ? failures.get(attempts.current()) : null;
        // What ended the run first, ended it.
        End<?> end = Stream.of(completed, failed, cancelled)
                .filter(Objects::nonNull)
                .min(Comparator.comparing(End::at))
                .orElse(null);
        RunStatus going = paused ? RunStatus.PAUSED : begun ? RunStatus.RUNNING : RunStatus.REQUESTED;
        return new RunView(
                runId,
                request,
                end == null ? going : end.status(),
                attempts.current(),
                rounds.isEmpty() ? null : rounds.lastEntry().getValue().round(),
                List.copyOf(views),
                requestedAt,
                end == null ? null : end.at(),
                event(completed),
                event(failed),
                event(cancelled));
    }

    private static <E> @Nullable E event(@Nullable End<E> end) {
        return end == null ? null : end.event();
    }

    private static <E> End<E> earlier(@Nullable End<E> one, End<E> other) {
        return one == null || other.at().isBefore(one.at()) ? other : one;
    }
}
