package io.foldline.stage;

/** Hears how far a unit of work is. Called by the thread that works; must be quick. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (done, total, unit) -> {};

    /**
     * @param done units done so far
     * @param total units in all, 0 where unknown
     * @param unit what is counted, such as {@code samples}
     */
    void progress(long done, long total, String unit);
}
