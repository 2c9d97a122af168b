package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.util.Locale;

/** A run that a command changes: as the log tells it, and the client to ask for the change. */
record OneRun(RunView view, RunClient client) {
    /** What is done with the run. */
    @FunctionalInterface
    interface Change {
        void on(OneRun run) throws IOException;
    }

    /**
     * Looks a run up and changes it.
     *
     * @throws InputException if the log has no such run
     */
    static void change(KafkaSettings settings, String runId, Change change) throws IOException {
        try (RunLog log = RunLog.open(settings);
                RunClient client = RunClient.open(settings)) {
            change.on(new OneRun(find(log, runId), client));
        }
    }

    /**
     * Reads the log and looks a run up.
     *
     * @throws InputException if the log has no such run
     */
    static RunView find(RunLog log, String runId) throws IOException {
        return log.whole(runId)
                .orElseThrow(() -> new InputException(
                        "no run %s in the log; 'foldline runs' lists those there are".formatted(runId)));
    }

    /** @throws InputException if the run has ended */
    void requireGoingOn() {
        RunStatus status = view.status();
        if (status.ended()) {
            String help = status == RunStatus.FAILED
                    ? "; 'foldline retry %s' begins it again where it failed".formatted(view.runId())
                    : "";
            throw new InputException("run %s has ended already (%s)%s".formatted(view.runId(), words(status), help));
        }
    }

    /** {@code running}. */
    static String words(RunStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
