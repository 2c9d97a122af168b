package io.foldline.kafka.log;

import java.time.Instant;
import java.util.Optional;

/**
 * A span of time.
 *
 * @param from its beginning; empty: the beginning of the log
 * @param to its end; empty: now
 */
record TimeSpan(Optional<Instant> from, Optional<Instant> to) {
    static final TimeSpan EVER = new TimeSpan(Optional.empty(), Optional.empty());
}
