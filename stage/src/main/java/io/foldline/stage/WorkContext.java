package io.foldline.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a worker offers to the work that it does. */
public interface WorkContext {
    /** Where intermediate results go. */
    ArtifactStore artifacts();

    /**
     * Reports progress; cheap, may be called often.
     *
     * @param done units done so far
     * @param total units in all, 0 where unknown
     * @param unit what is counted, such as {@code samples}
     */
    void progress(long done, long total, String unit);

    /** Reads what was saved. */
    @FunctionalInterface
    interface Reader<S> {
        /** @param file to be read at once, and not to be changed */
        S read(Path file) throws IOException;
    }

    /**
     * What {@link #save} saved last for this task, by this worker or by one that died over it. Empty if nothing was saved,
     * if the file is damaged, or if {@code reader} throws: then the work begins anew, so that no saved file ever fails a
     * task.
     *
     * @param reader makes the state of the work; checks that the file belongs to this work and is whole
     */
    <S> Optional<S> saved(Reader<S> reader);

    /**
     * Saves how far the work is, so that a worker that takes it over goes on from there. To be called between batches:
     * writes only now and then, and once more when the worker is asked to end. The work goes on where it cannot be saved.
     *
     * @param writer writes everything that {@link #saved} needs to go on as if nothing had happened
     */
    void save(ArtifactStore.Writer writer);

    /** @throws CancelledException if the run was cancelled or the worker is shutting down; to be called between batches */
    void checkCancelled();
}
