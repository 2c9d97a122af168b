package io.foldline.passes;

import io.foldline.model.Divisible;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Goes through the batches of a task. What was gathered is saved between them, and taken up again by whoever works on the
 * same task next; batches that do not fit into memory go in parts.
 */
public final class BatchLoop {
    private final Halving halving = new Halving();
    private final Optional<SavedSteps> saved;

    private BatchLoop(Optional<SavedSteps> saved) {
        this.saved = saved;
    }

    /** Hears what is done, after every batch. */
    @FunctionalInterface
    public interface Listener {
        /** @param batches number of batches that are done, those done before this loop began included */
        void done(int batches);
    }

    /**
     * A loop that saves.
     *
     * @param fingerprint of the task: what was saved for another one is of no use
     */
    public static BatchLoop saving(WorkContext context, String fingerprint) {
        return new BatchLoop(Optional.of(new SavedSteps(context, fingerprint)));
    }

    /** A loop that always begins with the first batch. */
    public static BatchLoop unsaved() {
        return new BatchLoop(Optional.empty());
    }

    /**
     * Adds all batches.
     *
     * @throws io.foldline.checkpoint.ResourceException if there is not enough memory for a single sequence
     * @throws io.foldline.stage.CancelledException if the work is not wanted any more
     */
    public <B extends Divisible<B>> void run(List<B> batches, BatchSums<B> sums, Listener listener) throws IOException {
        int first = saved.isPresent() ? saved.get().restore(sums, batches.size()) : 0;
        for (int i = first; i < batches.size(); i++) {
            saved.ifPresent(SavedSteps::checkCancelled);
            halving.add(batches.get(i), sums);
            if (saved.isPresent()) {
                saved.get().save(sums, i + 1);
            }
            listener.done(i + 1);
        }
    }
}
