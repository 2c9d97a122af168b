package io.foldline.checkpoint;

/** Adds up the bytes written and tells the listener. */
final class ByteCount {
    private final long total;
    private final WriteProgress progress;
    private long done;

    ByteCount(long total, WriteProgress progress) {
        this.total = total;
        this.progress = progress;
    }

    void add(long bytes) {
        done += bytes;
        progress.written(done, total);
    }

    long done() {
        return done;
    }
}
