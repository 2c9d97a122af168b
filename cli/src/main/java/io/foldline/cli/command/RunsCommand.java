package io.foldline.cli.command;

import io.foldline.cli.show.RunsTable;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foldline runs}: what the event log knows of every run. */
@Command(name = "runs", description = "List the runs in the event log of a data directory or of a cluster.")
final class RunsCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (LogAccess access = LogAccess.open(connection);
                RunLog log = RunLog.open(access.settings())) {
            List<RunView> runs = log.snapshot();
            PrintWriter out = spec.commandLine().getOut();
            out.print(runs.isEmpty() ? "no runs\n" : RunsTable.of(runs));
            out.flush();
        }
        return ExitCode.OK;
    }
}
