package io.foldline.cli.show;

import io.foldline.event.Progress;
import io.foldline.kafka.log.RunView;
import java.io.PrintWriter;

/** Shows how far a run is. */
public interface Display extends AutoCloseable {
    /** The run has changed. */
    void changed(RunView run);

    /** A task of the run is further than before. */
    void progress(Progress progress);

    /** Leaves the terminal in order. */
    @Override
    void close();

    /** Bars where the launcher says that standard error is a terminal, else lines to {@code err}. */
    static Display of(PrintWriter err) {
        return Boolean.getBoolean("foldline.terminal") ? new BarDisplay() : new LineDisplay(err);
    }
}
