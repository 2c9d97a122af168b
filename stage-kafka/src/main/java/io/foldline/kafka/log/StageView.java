package io.foldline.kafka.log;

import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a run.
 *
 * @param stage name of the stage
 * @param startedAt when the event that starts the stage was recorded; null: not yet
 * @param endedAt when the event of the stage was recorded; null: not yet
 * @param tasks number of tasks; 0 until they are known
 * @param results number of tasks that have a result
 * @param reused number of those results that are results of earlier runs, used again
 * @param workSeconds sum over the results of the time that the work took, in seconds
 * @param completed event of the stage; null: not yet
 */
public record StageView(
        String stage,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int tasks,
        int results,
        int reused,
        double workSeconds,
        @Nullable SpecificRecord completed) {
    /** Wall-clock time of the stage in seconds, waiting for workers included; 0 while it has not ended. */
    public double seconds() {
        if (startedAt == null || endedAt == null) {
            return 0;
        }
        return Duration.between(startedAt, endedAt).toNanos() / 1e9;
    }
}
