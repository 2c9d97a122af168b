package io.foldline.cli.command;

import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.Pipeline;
import io.foldline.cli.show.ResultJson;
import io.foldline.cli.show.ResultTable;
import io.foldline.cli.story.RunStory;
import io.foldline.event.RunRequested;
import io.foldline.kafka.KafkaSettings;
import io.foldline.storage.Output;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foldline prune}: one request, from the options to the pruned checkpoint. */
@Command(
        name = "prune",
        sortOptions = false,
        description = {
            "Prune a model and write the smaller checkpoint, with a report, to --out.",
            "The same command goes on with a run that was stopped, and tries one again that failed for another reason than"
                    + " its input."
        })
final class PruneCommand implements Callable<Integer> {
    @Mixin
    PruneOptions options = new PruneOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine command = spec.commandLine();
        RunRequested request = new RequestFactory(command, options.request).create();
        Optional<KafkaSettings> cluster = options.connection.cluster();
        boolean outputExists = Output.of(request.getOutput()).exists();
        DataDirectory directory = cluster.isPresent() ? null : options.connection.directory();
        boolean mayBeBegun = outputExists && (directory == null || directory.hasLog());
        PrintWriter err = command.getErr();
        if (!mayBeBegun) {
            Samples.download(request, err);
            Preflight.check(request, directory != null);
            if (directory != null) {
                Models.checkpoint(Place.of(request.getModel()), err);
            }
        }
        try (Pipeline pipeline = directory == null
                        ? Pipeline.cluster(cluster.orElseThrow())
                        : options.services.start(directory, err);
                Interruption interruption = Interruption.during(pipeline, err)) {
            RunStory story = new Session(pipeline, err).run(request, options.request.runId != null);
            interruption.close();
            PrintWriter out = command.getOut();
            out.print(
                    options.json
                            ? ResultJson.of(story, options.request.evaluation::asGiven) + "\n"
                            : ResultTable.withPlace(story));
            out.flush();
        }
        return ExitCode.OK;
    }
}
