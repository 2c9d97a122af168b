package io.foldline.checkpoint;

/** Hears how far writing has come. */
@FunctionalInterface
public interface WriteProgress {
    /** Hears nothing. */
    WriteProgress SILENT = (done, total) -> {};

    /**
     * Called after every few megabytes. An exception thrown here ends the writing; nothing is left behind.
     *
     * @param done bytes of weights written so far
     * @param total bytes of weights in all
     */
    void written(long done, long total);
}
