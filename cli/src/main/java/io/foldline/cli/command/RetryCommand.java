package io.foldline.cli.command;

import io.foldline.cli.local.Broker;
import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.Pipeline;
import io.foldline.cli.show.ResultTable;
import io.foldline.cli.story.RunStory;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.wire.SchemaTopic;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code foldline retry}: begins a failed run again with the stage that failed. */
@Command(
        name = "retry",
        description = {
            "Begin a failed run again with the stage that failed; what was done before is kept.",
            "On a cluster, or where another process works on the data directory, it returns at once; 'foldline watch'"
                    + " follows the run. Otherwise it does the work and shows the result, as 'foldline prune' does.",
            "Model and texts must be as they were."
        })
final class RetryCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    ServiceOptions services = new ServiceOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run, as 'foldline runs' lists it.")
    String runId = "";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<KafkaSettings> cluster = connection.cluster();
        if (cluster.isPresent()) {
            SchemaTopic.publish(cluster.get());
            ask(cluster.get());
            return ExitCode.OK;
        }
        DataDirectory directory = connection.directory();
        try (Broker broker = Broker.any(directory)) {
            if (broker.isOwn()) {
                work(broker, directory);
            } else {
                ask(broker.settings());
            }
        }
        return ExitCode.OK;
    }

    /** Somebody else works on the run. */
    private void ask(KafkaSettings settings) throws IOException {
        OneRun.change(settings, runId, run -> {
            Retry.check(run.view());
            run.client().retry(run.view(), "by command");
            PrintWriter err = spec.commandLine().getErr();
            err.println(Retry.describe(run.view()));
            err.println("'foldline watch %s' follows it".formatted(runId));
            err.flush();
        });
    }

    private void work(Broker broker, DataDirectory directory) throws IOException {
        try (RunLog log = RunLog.open(broker.settings())) {
            RunView run = OneRun.find(log, runId);
            if (run.status().ended()) {
                // Nothing is started for a run that cannot be retried.
                Retry.check(run);
            }
        }
        PrintWriter err = spec.commandLine().getErr();
        try (Pipeline pipeline = services.serve(broker, directory);
                Interruption interruption = Interruption.during(pipeline, err)) {
            RunStory story = new Session(pipeline, err).retry(runId);
            interruption.close();
            PrintWriter out = spec.commandLine().getOut();
            out.print(ResultTable.withPlace(story));
            out.flush();
        }
    }
}
