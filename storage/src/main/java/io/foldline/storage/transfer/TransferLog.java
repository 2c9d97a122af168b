package io.foldline.storage.transfer;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log, now and then, how far a transfer is: for services, which nobody watches. Ends it when the
 * {@link TransferWatch} of the thread that began it says so.
 */
public final class TransferLog implements TransferProgress {
    private static final Logger LOG = LoggerFactory.getLogger(TransferLog.class);
    private static final Duration EVERY = Duration.ofSeconds(15);

    private final String what;
    private final Runnable check = TransferWatch.check();
    private long next = System.nanoTime() + EVERY.toNanos();

    /** @param what is transferred, for the line in the log */
    public TransferLog(String what) {
        this.what = what;
    }

    @Override
    public void transferred(long done, long total) {
        check.run();
        if (System.nanoTime() - next >= 0) {
            next = System.nanoTime() + EVERY.toNanos();
            LOG.info("{}: {} of {} MB", what, done / 1_000_000, total / 1_000_000);
        }
    }
}
