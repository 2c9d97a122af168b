package io.foldline.passes;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.Divisible;
import java.io.IOException;
import java.util.Map;

/**
 * What a task gathers from its batches, one after the other.
 *
 * @param <B> the batches
 */
public interface BatchSums<B extends Divisible<B>> {
    /** Adds a batch; where it throws for lack of memory, nothing of the batch was added. */
    void add(B batch) throws IOException;

    /** All that was added, exactly. */
    Map<String, DoubleTensor> state();

    /**
     * Begins with what others have added, nothing having been added here.
     *
     * @param state a file with what {@link #state} gave
     * @throws io.foldline.checkpoint.InputException if it holds something else; then nothing was taken over
     */
    void restore(SafetensorsFile state) throws IOException;
}
