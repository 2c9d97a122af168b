package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.log.RunStatus;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code foldline pause}: lets a run rest. */
@Command(
        name = "pause",
        description = {
            "Pause a run: no more of its tasks are handed out. Those that workers have are finished.",
            "It rests until it is resumed, whatever is stopped and started meanwhile."
        })
final class PauseCommand extends RunChange {
    @Override
    void change(OneRun run) throws IOException {
        run.requireGoingOn();
        if (run.view().status() == RunStatus.PAUSED) {
            throw new InputException(
                    "run %s is paused already; 'foldline resume %s' lets it go on".formatted(runId, runId));
        }
        run.client().pause(runId, "by command");
    }
}
