package io.foldline.kafka.log;

import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a run; of a run of several rounds, the stage in all of them.
 *
 * @param stage name of the stage
 * @param startedAt when the event that starts the stage was recorded; null: not yet
 * @param endedAt when the stage ended in the round that the run is in; null: not yet
 * @param tasks number of tasks; 0 until they are known
 * @param results number of tasks that have a result
 * @param reused number of those results that are results of earlier runs, used again
 * @param workSeconds sum over the results of the time that the work took, in seconds
 * @param seconds wall-clock time of the stage in seconds, waiting for workers included, as far as it has ended
 * @param events what the stage emitted in each round, in their order
 * @param completed event of the stage in the round that the run is in; null: not yet
 */
public record StageView(
        String stage,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int tasks,
        int results,
        int reused,
        double workSeconds,
        double seconds,
        List<SpecificRecord> events,
        @Nullable SpecificRecord completed) {}
