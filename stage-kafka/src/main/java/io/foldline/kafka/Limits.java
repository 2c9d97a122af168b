package io.foldline.kafka;

/** Sizes that broker, producers and topics have to agree on. */
final class Limits {
    /** Of one record, in bytes: room for an event that names ten thousand artifacts. */
    static final int MAX_RECORD_BYTES = 16 << 20;

    /** Of the key, the headers and the batch around a record, in bytes, at most. */
    static final int OVERHEAD_BYTES = 64 << 10;

    private Limits() {}
}
