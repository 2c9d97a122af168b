package io.foldline.cli.fault;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.time.Duration;

/** Waits for a broker that is well, but has much to do: more than users would. */
final class Patience {
    /** Far more than any lock, session or transaction lasts. */
    static final Duration LONG = Duration.ofMinutes(5);

    private Patience() {}

    /** Something that a client asks of the broker. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws IOException, InterruptedException;
    }

    /** The answer, or what kept the broker from giving one after minutes. */
    static <T> T with(Call<T> call) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (true) {
            try {
                return call.call();
            } catch (InputException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }
}
