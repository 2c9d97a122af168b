package io.foldline.cli.show;

import io.foldline.storage.transfer.TransferProgress;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a download is: a bar on a terminal, else a line now and then; nothing where nothing is downloaded. */
public sealed interface DownloadDisplay extends TransferProgress, AutoCloseable {
    /** Leaves the terminal in order. */
    @Override
    void close();

    /** @param what is downloaded, for lines in files and pipes */
    static DownloadDisplay of(String what, PrintWriter err) {
        return Boolean.getBoolean("foldline.terminal") ? new Bar() : new Lines(what, err);
    }

    /** A bar. */
    final class Bar implements DownloadDisplay {
        private @Nullable ProgressBar bar;

        private Bar() {}

        @Override
        public void transferred(long done, long total) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName("%-10s".formatted("download"))
                        .setInitialMax(total)
                        .setUnit(" MB", 1_000_000)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(200)
                        .build();
            }
            bar.stepTo(done);
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    /** A line every few seconds. */
    final class Lines implements DownloadDisplay {
        private static final Duration EVERY = Duration.ofSeconds(15);

        private final String what;
        private final PrintWriter err;
        private long next = System.nanoTime();

        private Lines(String what, PrintWriter err) {
            this.what = what;
            this.err = err;
        }

        @Override
        public void transferred(long done, long total) {
            if (System.nanoTime() - next >= 0) {
                next = System.nanoTime() + EVERY.toNanos();
                err.printf("downloading %s: %d of %d MB%n", what, done / 1_000_000, total / 1_000_000);
                err.flush();
            }
        }

        @Override
        public void close() {}
    }
}
