package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code foldline cancel}: asks every stage to leave a run. */
@Command(name = "cancel", description = "Cancel a run.")
final class CancelCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run, as 'foldline runs' lists it.")
    String runId = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (LogAccess access = LogAccess.open(connection);
                RunLog log = RunLog.open(access.settings());
                RunClient client = RunClient.open(access.settings())) {
            log.snapshot();
            Optional<RunView> run = log.run(runId);
            if (run.isEmpty()) {
                throw new InputException(
                        "no run %s in the log; 'foldline runs' lists those there are".formatted(runId));
            }
            if (run.get().status().ended()) {
                throw new InputException("run %s has ended already".formatted(runId));
            }
            client.cancel(runId, "by command");
        }
        return ExitCode.OK;
    }
}
