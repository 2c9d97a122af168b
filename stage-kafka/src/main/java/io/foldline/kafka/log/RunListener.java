package io.foldline.kafka.log;

import io.foldline.event.Progress;

/** Hears what is new in the event log. Called by the thread that polls. */
public interface RunListener {
    /** Hears nothing. */
    RunListener NONE = new RunListener() {};

    /** A run is new or has changed. */
    default void changed(RunView run) {}

    /** A task of some run is further than before. */
    default void progress(Progress progress) {}
}
