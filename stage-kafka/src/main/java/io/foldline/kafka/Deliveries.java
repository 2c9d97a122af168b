package io.foldline.kafka;

/** How often a task is tried. */
final class Deliveries {
    /** A task that failed this often has failed for good, unless the stage says otherwise. */
    static final int MAX_FAILURES = 5;

    /** A task over which this many workers died takes down every worker. */
    static final int MAX_DEATHS = 3;

    /** Times that a split or a gather is tried. */
    static final int MAX_IN_PLACE = 3;

    /** A task that was delivered this often is sent anew, so that the broker never drops it without a word. */
    static final int RENEWAL = 3;

    /** Deliveries after which the broker drops a task; above {@link #RENEWAL} by what kills may use up. */
    static final int BROKER_LIMIT = 10;

    private Deliveries() {}
}
