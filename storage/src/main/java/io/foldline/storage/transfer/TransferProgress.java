package io.foldline.storage.transfer;

/** Told how far a transfer is. What it throws ends the transfer; what was received so far is kept. */
@FunctionalInterface
public interface TransferProgress {
    /** Tells nobody. */
    TransferProgress NONE = (done, total) -> {};

    /**
     * Called often, by one thread at a time.
     *
     * @param done bytes that are there, those of earlier attempts included
     * @param total bytes in all
     */
    void transferred(long done, long total);
}
