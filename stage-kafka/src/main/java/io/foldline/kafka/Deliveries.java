package io.foldline.kafka;

/** How often a task is tried. */
final class Deliveries {
    /** A task that failed this often has failed for good. */
    static final int MAX = 5;

    /** Times that a split or a gather is tried. */
    static final int MAX_IN_PLACE = 3;

    /** Deliveries after which the broker drops a task without a word; above {@link #MAX} by what kills may use up. */
    static final int BROKER_LIMIT = 10;

    private Deliveries() {}
}
