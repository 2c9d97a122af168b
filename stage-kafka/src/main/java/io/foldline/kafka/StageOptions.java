package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a stage service runs.
 *
 * @param workers tasks worked on at the same time in this process; 0: split and gather alone
 * @param stateDirectory a folder of this service alone, kept between starts; created if missing
 * @param maxFailures passing faults after which a task has failed for good, at least 1
 * @param firstRetry wait before the first retry of a task; doubled from retry to retry, up to half a minute
 * @param grace time that a service which is stopped has to finish the tasks that it is at; then they go back
 * @param saveEvery time of work after which a task saves how far it is, and then again
 */
public record StageOptions(
        int workers, Path stateDirectory, int maxFailures, Duration firstRetry, Duration grace, Duration saveEvery) {
    /** @throws InputException if a value is out of range */
    public StageOptions {
        if (workers < 0) {
            throw new InputException("workers: expected 0 or more, found " + workers);
        }
        if (maxFailures < 1) {
            throw new InputException("maxFailures: expected at least 1, found " + maxFailures);
        }
        if (grace.isNegative()) {
            throw new InputException("grace: expected 0 or more, found " + grace);
        }
    }

    /** Five tries, the next after 1, 2, 4, … seconds; 10 s of grace; saves every 20 s. */
    public StageOptions(int workers, Path stateDirectory) {
        this(
                workers,
                stateDirectory,
                Deliveries.MAX_FAILURES,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20));
    }

    /** The same with its state elsewhere. */
    public StageOptions at(Path folder) {
        return new StageOptions(workers, folder, maxFailures, firstRetry, grace, saveEvery);
    }

    /** The same with another number of passing faults after which a task has failed. */
    public StageOptions withMaxFailures(int failures) {
        return new StageOptions(workers, stateDirectory, failures, firstRetry, grace, saveEvery);
    }

    /** The same with another wait before the first retry. */
    public StageOptions withFirstRetry(Duration wait) {
        return new StageOptions(workers, stateDirectory, maxFailures, wait, grace, saveEvery);
    }

    /** The same with another time to finish tasks. */
    public StageOptions withGrace(Duration time) {
        return new StageOptions(workers, stateDirectory, maxFailures, firstRetry, time, saveEvery);
    }

    /** The same with another time between saves. */
    public StageOptions withSaveEvery(Duration time) {
        return new StageOptions(workers, stateDirectory, maxFailures, firstRetry, grace, time);
    }
}
