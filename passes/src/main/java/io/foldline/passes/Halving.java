package io.foldline.passes;

import io.foldline.checkpoint.ResourceException;
import io.foldline.model.Divisible;
import io.foldline.model.torch.MemoryException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds batches, in halves where memory is short; what was too much once is not tried again. */
final class Halving {
    private static final Logger LOG = LoggerFactory.getLogger(Halving.class);

    /** Largest batch that is tried, in tokens with padding. */
    private long largest = Long.MAX_VALUE;

    /** @throws ResourceException if there is not enough memory for a single sequence */
    <B extends Divisible<B>> void add(B batch, BatchSums<B> sums) throws IOException {
        int half = (batch.size() + 1) / 2;
        if (batch.size() == 1 || tokens(batch) <= largest) {
            try {
                sums.add(batch);
                return;
            } catch (RuntimeException | OutOfMemoryError e) {
                if (!MemoryException.isMeantBy(e)) {
                    throw e;
                }
                largest = Math.min(largest, (long) half * batch.length());
                requireDivisible(batch, e);
                LOG.warn(
                        "not enough memory for {} sequences of up to {} tokens; going on with at most {} tokens at a time",
                        batch.size(),
                        batch.length(),
                        largest);
            }
        }
        add(batch.part(0, half), sums);
        add(batch.part(half, batch.size()), sums);
    }

    private static void requireDivisible(Divisible<?> batch, Throwable cause) {
        if (batch.size() == 1) {
            throw new ResourceException(
                    "not enough memory for a single sequence of %d tokens: lower the maximum length, compute in bf16, or use a device with more memory."
                            .formatted(batch.length()),
                    cause);
        }
    }

    private static long tokens(Divisible<?> batch) {
        return (long) batch.size() * batch.length();
    }
}
