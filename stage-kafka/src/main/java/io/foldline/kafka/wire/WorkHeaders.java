package io.foldline.kafka.wire;

/** Headers of a result that say how it came about. */
public final class WorkHeaders {
    /** Wall-clock time of the work, in seconds. */
    public static final String SECONDS = "foldline_work_seconds";

    /** Name of the worker. */
    public static final String WORKER = "foldline_worker";

    /** Times that the task had been delivered, this one included. */
    public static final String DELIVERIES = "foldline_deliveries";

    private WorkHeaders() {}
}
