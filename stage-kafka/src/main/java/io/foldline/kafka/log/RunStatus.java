package io.foldline.kafka.log;

/** Where a run stands. */
public enum RunStatus {
    /** No stage has begun. */
    REQUESTED,
    /** Some stage has begun. */
    RUNNING,
    /** No more tasks are handed out until it is resumed. */
    PAUSED,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will come of the run, unless it failed and is retried. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
