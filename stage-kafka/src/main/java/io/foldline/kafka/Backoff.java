package io.foldline.kafka;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between tries: doubled from try to try, up to half a minute, shortened by up to half at random so that workers
 * do not come back together.
 *
 * @param first wait after the first try
 */
record Backoff(Duration first) {
    private static final Duration MOST = Duration.ofSeconds(30);

    /** @param tries that have failed so far, at least 1 */
    Duration after(int tries) {
        long doubled = first.toMillis() << Math.min(tries - 1, 20);
        long whole = Math.min(doubled, MOST.toMillis());
        return Duration.ofMillis(whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }
}
