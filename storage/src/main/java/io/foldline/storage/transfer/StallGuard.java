package io.foldline.storage.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A stream from the network that fails, instead of waiting for ever, when nothing has arrived for a while. */
public final class StallGuard extends FilterInputStream {
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "foldline-stall-guard");
        thread.setDaemon(true);
        return thread;
    });

    private final long patienceNanos;
    private final ScheduledFuture<?> watch;
    private volatile long last = System.nanoTime();
    private volatile boolean stalled;

    /** @param patience longest time in which nothing may arrive */
    public StallGuard(InputStream in, Duration patience) {
        super(in);
        patienceNanos = patience.toNanos();
        long look = Math.max(patienceNanos / 10, 1);
        watch = WATCH.scheduleWithFixedDelay(this::look, look, look, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (System.nanoTime() - last > patienceNanos) {
            stalled = true;
            try {
                in.close();
            } catch (IOException e) {
                // The reader learns of it all the same.
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            last = System.nanoTime();
            int read = in.read(buffer, offset, length);
            last = System.nanoTime();
            if (stalled) {
                throw new IOException("closed");
            }
            return read;
        } catch (IOException e) {
            throw stalled
                    ? new IOException("nothing has arrived for %d s".formatted(patienceNanos / 1_000_000_000), e)
                    : e;
        }
    }

    @Override
    public void close() throws IOException {
        watch.cancel(false);
        super.close();
    }
}
