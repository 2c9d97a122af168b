package io.foldline.cli.command;

import io.foldline.event.RunRequested;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code foldline cancel}: asks every stage to leave a run. */
@Command(name = "cancel", description = "Cancel a run; what it has written to its output is removed.")
final class CancelCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run, as 'foldline runs' lists it.")
    String runId = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (LogAccess access = LogAccess.openToWrite(connection)) {
            OneRun.change(access.settings(), runId, CancelCommand::cancel);
        }
        return ExitCode.OK;
    }

    private static void cancel(OneRun run) throws IOException {
        run.requireGoingOn();
        RunRequested request = run.view().request();
        if (request == null) {
            run.client().cancel(run.view().runId(), "by command");
        } else {
            run.client().cancel(request, "by command");
        }
    }
}
