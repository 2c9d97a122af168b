package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.cli.local.Follower;
import io.foldline.cli.local.IdleWarning;
import io.foldline.cli.show.Display;
import io.foldline.cli.show.ResultJson;
import io.foldline.cli.show.ResultTable;
import io.foldline.cli.show.RunsTable;
import io.foldline.cli.story.RunStory;
import io.foldline.cli.story.StoryTeller;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code foldline watch}: follows one run in the event log and shows its result. */
@Command(name = "watch", description = "Follow a run to its end and show its result; also of runs that ended long ago.")
final class WatchCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run, as 'foldline runs' lists it.")
    String runId = "";

    @Option(
            names = "--json",
            description = "Print the result as one JSON object, and nothing else, on standard output.")
    boolean json;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (LogAccess access = LogAccess.open(connection);
                RunLog log = RunLog.open(access.settings())) {
            RunView run = known(log.snapshot());
            if (!run.status().ended() && access.isAlone()) {
                err.print(RunsTable.of(List.of(run)));
                throw new InputException(
                        "run %s has not ended, and no process works on it; the command that began it goes on with it"
                                .formatted(runId));
            }
            IdleWarning idle = new IdleWarning(access.settings(), line -> {
                err.println(line);
                err.flush();
            });
            RunView ended;
            try (Display display = Display.of(err)) {
                ended = Follower.follow(log, runId, display, idle::look);
            }
            if (ended.status() != RunStatus.COMPLETED) {
                throw Session.failure(ended);
            }
            RunStory story = StoryTeller.tell(ended);
            out.print(json ? ResultJson.of(story, UnaryOperator.identity()) + "\n" : ResultTable.of(story));
            out.flush();
        }
        return ExitCode.OK;
    }

    private RunView known(List<RunView> runs) {
        return runs.stream()
                .filter(run -> run.runId().equals(runId))
                .findFirst()
                .orElseThrow(() -> new InputException("no run %s in the log; the runs there are: %s"
                        .formatted(runId, runs.stream().map(RunView::runId).collect(Collectors.joining(", ")))));
    }
}
