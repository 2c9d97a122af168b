package io.foldline.kafka.log;

/** Where a run stands. */
public enum RunStatus {
    /** No stage has begun. */
    REQUESTED,
    /** Some stage has begun. */
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will come of the run. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
