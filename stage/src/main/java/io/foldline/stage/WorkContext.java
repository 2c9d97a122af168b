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

    /**
     * What {@link #save} saved last for this task, by this worker or by one that died over it; empty if nothing. Not to be
     * changed.
     */
    Optional<Path> saved() throws IOException;

    /**
     * Saves how far the work is, so that a worker that takes it over goes on from there; cheap, to be called between
     * batches: writes only now and then.
     *
     * @param writer writes everything that {@link #saved} needs to go on as if nothing had happened
     */
    void save(ArtifactStore.Writer writer) throws IOException;

    /** @throws CancelledException if the run was cancelled or the worker is shutting down; to be called between batches */
    void checkCancelled();
}
