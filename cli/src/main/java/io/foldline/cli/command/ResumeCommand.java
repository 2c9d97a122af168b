package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.log.RunStatus;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code foldline resume}: lets a paused run go on. */
@Command(name = "resume", description = "Let a paused run go on.")
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run, as 'foldline runs' lists it.")
    String runId = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (LogAccess access = LogAccess.openToWrite(connection)) {
            OneRun.change(access.settings(), runId, ResumeCommand::resume);
        }
        return ExitCode.OK;
    }

    private static void resume(OneRun run) throws IOException {
        run.requireGoingOn();
        String runId = run.view().runId();
        if (run.view().status() != RunStatus.PAUSED) {
            throw new InputException("run %s: expected a paused run, found it %s; nothing holds it up"
                    .formatted(runId, OneRun.words(run.view().status())));
        }
        run.client().resume(runId, "by command");
    }
}
