package io.foldline.cli.local;

import io.foldline.cli.show.Display;
import io.foldline.event.Progress;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows a run in the event log to its end. */
public final class Follower {
    private static final Duration POLL = Duration.ofMillis(200);

    private Follower() {}

    /**
     * Waits for the end of a run and shows its progress until then.
     *
     * @param waiting told again and again how the run stands; throws if it can no longer go on
     * @return the run as it ended
     */
    public static RunView follow(RunLog log, String runId, Display display, Consumer<RunView> waiting)
            throws IOException {
        RunListener listener = new RunListener() {
            @Override
            public void changed(RunView run) {
                if (run.runId().equals(runId)) {
                    display.changed(run);
                }
            }

            @Override
            public void progress(Progress progress) {
                if (progress.getTask().getRunId().equals(runId)) {
                    display.progress(progress);
                }
            }
        };
        log.whole(runId).ifPresent(display::changed);
        while (true) {
            Optional<RunView> run = log.run(runId);
            if (run.filter(view -> view.status().ended()).isPresent()) {
                return log.whole(runId).orElseThrow();
            }
            run.ifPresent(waiting);
            log.poll(POLL, listener);
        }
    }
}
