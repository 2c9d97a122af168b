package io.foldline.kafka.log;

import io.foldline.event.Round;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A run as far as the event log tells it.
 *
 * @param runId the run
 * @param request what was asked for; null where the log has no request
 * @param status where the run stands
 * @param attempt times that the run has been retried
 * @param round the round that the run is in; null in the first
 * @param stages every stage, in the order in which a run passes them
 * @param requestedAt when the request was recorded; null where the log has none
 * @param endedAt when the end was recorded; null while the run goes on
 * @param completed the end of a run with a result, or null
 * @param failed the failure of the newest attempt at the run; null where that goes on, or ended otherwise
 * @param cancelled the wish that the run be left, or null
 */
public record RunView(
        String runId,
        @Nullable RunRequested request,
        RunStatus status,
        int attempt,
        @Nullable Round round,
        List<StageView> stages,
        @Nullable Instant requestedAt,
        @Nullable Instant endedAt,
        @Nullable RunCompleted completed,
        @Nullable RunFailed failed,
        @Nullable RunCancelled cancelled) {
    /** The first stage that has not ended; empty where all have, or the run has ended. */
    public Optional<StageView> current() {
        if (status.ended()) {
            return Optional.empty();
        }
        return stages.stream().filter(stage -> stage.completed() == null).findFirst();
    }

    /** Whether the run is in a later round, which may not be the last. */
    public boolean inRounds() {
        return round != null && stage(Topics.SOLVER.stage()).completed() == null;
    }

    /** One stage of the run. */
    public StageView stage(String name) {
        return stages.stream()
                .filter(stage -> stage.stage().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage is called " + name));
    }

    /** The event that a stage ended with; empty while it goes on. */
    public <O extends SpecificRecord> Optional<O> event(StageTopics<?, ?, ?, O> topics) {
        return Optional.ofNullable(stage(topics.stage()).completed())
                .map(event -> topics.completed().type().cast(event));
    }

    /** Wall-clock time from the request to the end, in seconds; 0 while the run goes on. */
    public double seconds() {
        return requestedAt == null || endedAt == null
                ? 0
                : Duration.between(requestedAt, endedAt).toNanos() / 1e9;
    }
}
