package io.foldline.cli.fault;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Chance, as a pure function of a seed. */
record Draw(SplittableRandom random) {
    static Draw of(long seed) {
        return new Draw(new SplittableRandom(seed));
    }

    /** A time from {@code least} to {@code most} milliseconds, both included. */
    Duration millis(int least, int most) {
        return Duration.ofMillis(number(least, most));
    }

    /** A number from {@code least} to {@code most}, both included. */
    int number(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Whether something happens that does so {@code percent} times of a hundred. */
    boolean percent(int percent) {
        return number(1, 100) <= percent;
    }

    <V> V oneOf(List<V> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** One of the workers of a cluster. */
    int worker() {
        return random.nextInt(Cluster.WORKERS);
    }
}
