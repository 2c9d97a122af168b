package io.foldline.cli.command;

import io.foldline.cli.local.Pipeline;
import io.foldline.event.RunRequested;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foldline submit}: publishes a request and does not wait for its end. */
@Command(
        name = "submit",
        sortOptions = false,
        description = {
            "Ask a cluster for a run and return; its name is printed, 'foldline watch' follows it.",
            "Paths must be the same for the services."
        })
final class SubmitCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    RequestOptions options = new RequestOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine command = spec.commandLine();
        KafkaSettings settings = connection
                .cluster()
                .orElseThrow(
                        () -> new CommandLine.ParameterException(
                                command,
                                "Missing required option: '--kafka' or '--kafka-config'; without a cluster, 'foldline prune' does it all"));
        RunRequested request = new RequestFactory(command, options).create();
        Samples.download(request, command.getErr());
        Preflight.check(request, false);
        try (Pipeline pipeline = Pipeline.cluster(settings);
                RunLog log = RunLog.open(pipeline.settings());
                RunClient client = RunClient.open(pipeline.settings())) {
            log.snapshot();
            RunChoice choice = options.runId != null
                    ? RunChoice.named(log, request)
                    : RunChoice.derived(log, request, run -> false);
            command.getOut().println(ask(client, choice, command.getErr()));
            command.getOut().flush();
        }
        return ExitCode.OK;
    }

    /** Name of the run that the choice means. */
    private static String ask(RunClient client, RunChoice choice, PrintWriter err) throws IOException {
        if (choice instanceof RunChoice.Begin begin) {
            client.submit(begin.request());
            return begin.request().getRunId();
        }
        if (choice instanceof RunChoice.Retried retried) {
            client.retry(retried.run(), "asked for again");
            err.println(Retry.describe(retried.run()));
            err.flush();
            return retried.run().runId();
        }
        return ((RunChoice.Continue) choice).run().runId();
    }
}
