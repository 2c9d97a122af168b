package io.foldline.stage;

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

    /** @throws CancelledException if the run was cancelled or the worker is shutting down; to be called between batches */
    void checkCancelled();
}
