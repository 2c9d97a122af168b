package io.foldline.cli.command;

import io.foldline.event.RunRequested;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code foldline cancel}: asks every stage to leave a run. */
@Command(name = "cancel", description = "Cancel a run; what it has written to its output is removed.")
final class CancelCommand extends RunChange {
    @Override
    void change(OneRun run) throws IOException {
        run.requireGoingOn();
        RunRequested request = run.view().request();
        if (request == null) {
            run.client().cancel(runId, "by command");
        } else {
            run.client().cancel(request, "by command");
        }
    }
}
