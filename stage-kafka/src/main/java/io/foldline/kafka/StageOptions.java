package io.foldline.kafka;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a stage service runs.
 *
 * @param workers tasks worked on at the same time in this process; 0: split and gather alone
 * @param stateDirectory a folder of this service alone, kept between starts; created if missing
 * @param firstRetry wait before the first retry of a task; doubled from retry to retry, up to half a minute
 */
public record StageOptions(int workers, Path stateDirectory, Duration firstRetry) {
    public StageOptions {
        if (workers < 0) {
            throw new IllegalArgumentException("workers: expected 0 or more, found " + workers);
        }
    }

    /** Retries after 1, 2, 4, … seconds. */
    public StageOptions(int workers, Path stateDirectory) {
        this(workers, stateDirectory, Duration.ofSeconds(1));
    }
}
