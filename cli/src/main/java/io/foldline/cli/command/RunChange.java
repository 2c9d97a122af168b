package io.foldline.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that looks one run up, asks for a change of it, and returns. */
abstract class RunChange implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run, as 'foldline runs' lists it.")
    String runId = "";

    /** Asks for the change. */
    abstract void change(OneRun run) throws IOException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        try (LogAccess access = LogAccess.openToWrite(connection)) {
            OneRun.change(access.settings(), runId, this::change);
        }
        return ExitCode.OK;
    }
}
