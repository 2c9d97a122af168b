package io.foldline.storage.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tries again what may pass: too many requests, faults of the server, broken connections. */
final class Retries {
    private static final int ATTEMPTS = 5;

    private final Duration pause;

    /** @param pause before the second attempt; each further one waits twice as long */
    Retries(Duration pause) {
        this.pause = pause;
    }

    /** What is tried. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException;
    }

    /** Tries until it succeeds, or until the last attempt has failed. */
    <T> T run(Attempt<T> attempt) throws IOException {
        return run(attempt, () -> 0);
    }

    /**
     * Tries until it succeeds; attempts that get further than those before do not count.
     *
     * @param reached how far the attempts have got
     */
    <T> T run(Attempt<T> attempt, LongSupplier reached) throws IOException {
        int failed = 0;
        while (true) {
            long before = reached.getAsLong();
            try {
                return attempt.run();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failed = reached.getAsLong() > before ? 1 : failed + 1;
                if (failed >= ATTEMPTS) {
                    throw e;
                }
                pause(e, failed);
            }
        }
    }

    private void pause(IOException failure, int failed) throws InterruptedIOException {
        Duration grown = pause.multipliedBy(1L << (failed - 1));
        Duration wait = failure instanceof HubFailures.Passing passing
                ? passing.pause().filter(asked -> asked.compareTo(grown) > 0).orElse(grown)
                : grown;
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the hub");
        }
    }
}
