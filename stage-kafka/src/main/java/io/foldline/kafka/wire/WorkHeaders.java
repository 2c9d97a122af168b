package io.foldline.kafka.wire;

/** Headers of tasks and results that say how they came about. */
public final class WorkHeaders {
    /** Of a result: wall-clock time of the work, in seconds. */
    public static final String SECONDS = "foldline_work_seconds";

    /** Of a result: name of the worker. */
    public static final String WORKER = "foldline_worker";

    /** Of a result: times that the task had been delivered, the last one included. */
    public static final String DELIVERIES = "foldline_deliveries";

    /** Of a result: {@code true} where it is that of an earlier run, used again. */
    public static final String REUSED = "foldline_reused";

    /** Of a task that was sent anew: times that it had been delivered before. Such a record says nothing new. */
    public static final String EARLIER = "foldline_earlier_deliveries";

    private WorkHeaders() {}
}
