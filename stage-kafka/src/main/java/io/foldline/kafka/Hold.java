package io.foldline.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the lock of one delivered task, renewing it in time, until it is settled. For use by the thread of the queue. */
final class Hold {
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);
    private static final long SLICE_MS = 100;

    private final TaskQueue queue;
    private final Delivery delivery;
    private final Drain drain;
    private final Runnable onLost;
    private final long renewal;
    private long renewed = System.nanoTime();
    private boolean held = true;

    /** @param onLost called once if the lock is lost, so that somebody else gets the task as well */
    Hold(TaskQueue queue, Delivery delivery, Drain drain, Runnable onLost) {
        this.queue = queue;
        this.delivery = delivery;
        this.drain = drain;
        this.onLost = onLost;
        this.renewal = queue.renewal().toNanos();
    }

    /**
     * Waits for work.
     *
     * @return what came of it; empty if the worker had to leave it
     */
    <V> Optional<V> await(Future<V> work) {
        while (true) {
            try {
                return Optional.of(work.get(SLICE_MS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                keep();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("work ends with an outcome, never with an exception", e);
            }
            if (drain.left()) {
                return Optional.empty();
            }
        }
    }

    /** Waits without working; ends early if the worker has to. */
    void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toMillis(); left > 0 && !drain.begun(); ) {
            try {
                Thread.sleep(Math.min(SLICE_MS, left));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            keep();
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    /** Tells the broker what became of the task, if it is still ours. */
    void settle(AcknowledgeType how) {
        if (held && !queue.settle(delivery, how) && how == AcknowledgeType.ACCEPT) {
            onLost.run();
        }
    }

    private void keep() {
        if (held && System.nanoTime() - renewed >= renewal) {
            held = renew();
            renewed = System.nanoTime();
            if (!held) {
                LOG.warn("{}: work goes on, somebody else may do it too", delivery.origin("work"));
                onLost.run();
            }
        }
    }

    /** A broker that does not answer must not part the work from its worker. */
    private boolean renew() {
        try {
            return queue.renew(delivery);
        } catch (RetriableException e) {
            LOG.warn("{}: the lock cannot be renewed", delivery.origin("work"), e);
            return false;
        }
    }
}
