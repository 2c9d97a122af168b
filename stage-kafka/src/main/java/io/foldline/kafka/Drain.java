package io.foldline.kafka;

import java.time.Duration;

/**
 * How the workers of a service come to their end: they take no more tasks; what they are at may be finished for a while;
 * then it is asked to end; and a little later it is left alone. Safe for use by several threads.
 */
final class Drain {
    private boolean begun;
    private long asked;
    private long left;

    /**
     * Begins the end, or brings it nearer.
     *
     * @param grace time to finish what was begun
     * @param leave time, after that, to look up when asked to end
     */
    synchronized void begin(Duration grace, Duration leave) {
        long now = System.nanoTime();
        long ask = now + grace.toNanos();
        long leaveAt = ask + leave.toNanos();
        asked = begun && asked - ask < 0 ? asked : ask;
        left = begun && left - leaveAt < 0 ? left : leaveAt;
        begun = true;
    }

    /** Whether no more tasks are taken. */
    synchronized boolean begun() {
        return begun;
    }

    /** Whether work is asked to end. */
    synchronized boolean asked() {
        return begun && System.nanoTime() - asked >= 0;
    }

    /** Whether work that has not ended is left alone. */
    synchronized boolean left() {
        return begun && System.nanoTime() - left >= 0;
    }
}
