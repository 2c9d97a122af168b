package io.foldline.passes;

import io.foldline.model.Divisible;
import java.io.IOException;

/**
 * What a task gathers from its batches, one after the other.
 *
 * @param <B> the batches
 */
public interface BatchSums<B extends Divisible<B>> extends SavedState {
    /** Adds a batch; where it throws for lack of memory, nothing of the batch was added. */
    void add(B batch) throws IOException;
}
