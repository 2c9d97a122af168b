package io.foldline.kafka;

import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * How many tasks may be in the queue or at work: enough that no worker waits, and few, because what is in the queue is
 * in front of whatever comes. Two a worker do for tasks that take long; of short ones as many as the last second has seen
 * come back, so that what is on its way keeps up with the workers.
 */
final class Depth {
    private static final int LEAST = 8;
    private static final int SLOTS = 10;
    private static final long SLOT_MS = 1000 / SLOTS;

    private final IntSupplier workers;
    private final int[] completed = new int[SLOTS];
    private long newest;

    /** @param workers number of workers of the stage */
    Depth(IntSupplier workers) {
        this.workers = workers;
    }

    /** A task has come back. */
    void completed(long nowMs) {
        advance(nowMs);
        completed[(int) (newest % SLOTS)]++;
    }

    /** The most tasks that may be out now. */
    int now(long nowMs) {
        advance(nowMs);
        return Math.max(LEAST, 2 * workers.getAsInt())
                + Arrays.stream(completed).sum();
    }

    private void advance(long nowMs) {
        long slot = nowMs / SLOT_MS;
        if (slot - newest >= SLOTS) {
            Arrays.fill(completed, 0);
            newest = slot;
        }
        while (newest < slot) {
            newest++;
            completed[(int) (newest % SLOTS)] = 0;
        }
    }
}
