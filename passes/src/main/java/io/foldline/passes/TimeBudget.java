package io.foldline.passes;

import io.foldline.event.RunRequested;
import java.time.Duration;
import java.time.Instant;

/**
 * The time that a run has for what can be left out.
 *
 * @param whole in seconds since the request; 0: no limit
 * @param spent of it, in seconds
 */
public record TimeBudget(double whole, double spent) {
    private static final double MILLIS = 1e-3;

    /** That of a run, at a time. */
    public static TimeBudget of(RunRequested request, Instant now) {
        return new TimeBudget(
                request.getTimeBudget(),
                MILLIS * Duration.between(request.getRequestedAt(), now).toMillis());
    }

    /**
     * Whether there is time for something.
     *
     * @param seconds that it takes
     * @param share of the whole that it must have ended by
     */
    public boolean allows(double seconds, double share) {
        return whole == 0 || spent + seconds <= share * whole;
    }
}
