package io.foldline.storage.transfer;

import java.util.concurrent.CancellationException;

/** Adds up the bytes of all files of a transfer, and ends it everywhere once one file has failed. For several threads. */
public final class TransferCount {
    private final long total;
    private final TransferProgress progress;
    private long done;
    private boolean stopped;

    /** @param total bytes of all files */
    public TransferCount(long total, TransferProgress progress) {
        this.total = total;
        this.progress = progress;
    }

    /** The count of a file by itself, in whose progress nobody is interested. */
    public static Part uncounted() {
        return new TransferCount(0, TransferProgress.NONE).part();
    }

    /** The count of one more file. */
    public Part part() {
        return new Part();
    }

    synchronized void stop() {
        stopped = true;
    }

    /** How far one file is. */
    public final class Part {
        private long here;

        /**
         * Says how far the file is; it may fall back when an attempt begins anew.
         *
         * @param bytes of the file that are there
         * @throws CancellationException if another file has failed
         */
        public void reached(long bytes) {
            synchronized (TransferCount.this) {
                if (stopped) {
                    throw new CancellationException("another file of the transfer has failed");
                }
                done += bytes - here;
                here = bytes;
                progress.transferred(done, total);
            }
        }
    }
}
