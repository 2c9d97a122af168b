package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.log.RunStatus;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code foldline pause}: lets a run rest. */
@Command(
        name = "pause",
        description = {
            "Pause a run: no more of its tasks are handed out. Those that workers have are finished.",
            "It rests until it is resumed, whatever is stopped and started meanwhile."
        })
final class PauseCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run, as 'foldline runs' lists it.")
    String runId = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (LogAccess access = LogAccess.openToWrite(connection)) {
            OneRun.change(access.settings(), runId, PauseCommand::pause);
        }
        return ExitCode.OK;
    }

    private static void pause(OneRun run) throws IOException {
        run.requireGoingOn();
        String runId = run.view().runId();
        if (run.view().status() == RunStatus.PAUSED) {
            throw new InputException(
                    "run %s is paused already; 'foldline resume %s' lets it go on".formatted(runId, runId));
        }
        run.client().pause(runId, "by command");
    }
}
