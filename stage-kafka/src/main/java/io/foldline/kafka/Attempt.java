package io.foldline.kafka;

import io.foldline.event.FailureKind;
import io.foldline.stage.Failure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a split or a gather went. */
sealed interface Attempt<V> {
    /** It went well. */
    record Done<V>(V value) implements Attempt<V> {}

    /** The run is over. */
    record Ended<V>(FailureKind kind, String message) implements Attempt<V> {}

    /** Tries {@code step}, and again after passing faults: it is quick, so it is worth waiting for. */
    static <V> Attempt<V> of(String what, Supplier<V> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return new Done<>(step.get());
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                Failure failure = Failure.of(e);
                if (failure instanceof Failure.EndRun end) {
                    return new Ended<>(end.kind(), end.message());
                }
                Log.LOG.warn("{} failed, attempt {} of {}", what, attempt, Deliveries.MAX_IN_PLACE, e);
                if (attempt == Deliveries.MAX_IN_PLACE || !pause(attempt)) {
                    return new Ended<>(FailureKind.INTERNAL, what + ": " + Failure.text(e));
                }
            }
        }
    }

    private static boolean pause(int attempt) {
        try {
            Thread.sleep(200L * attempt);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Holds the logger, which an interface cannot hide. */
    final class Log {
        private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

        private Log() {}
    }
}
