package io.foldline.schemas;

/** How long the broker keeps the records of a topic. */
public enum Retention {
    /** Kept for ever, never compacted: the event log is the history of every run. */
    FOREVER,
    /** Only the newest record of each key is kept. */
    COMPACTED,
    /** Kept for a day: progress and the like. */
    SHORT
}
