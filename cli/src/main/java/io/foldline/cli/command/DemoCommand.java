package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.DemoFolder;
import io.foldline.cli.local.Folders;
import io.foldline.cli.local.Pipeline;
import io.foldline.cli.report.OutputFiles;
import io.foldline.cli.show.DemoTable;
import io.foldline.cli.show.Summary;
import io.foldline.cli.story.RunStory;
import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunLog;
import io.foldline.pruning.DropAmount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code foldline demo}: the shipped model, pruned by two methods through the real pipeline. */
@Command(
        name = "demo",
        description = {
            "Prune the small model that comes with Foldline, 3 of its 12 blocks, once by dropping them (uidl) and once"
                    + " with a fold (replaceme-ls), and show what each costs in perplexity.",
            "Everything runs here: an embedded broker and the five services."
        })
final class DemoCommand implements Callable<Integer> {
    private static final String MODEL = "foldline-demo";
    private static final List<String> METHODS = List.of("uidl", "replaceme-ls");

    @Mixin
    CommonOptions common = new CommonOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "foldline-demo-out",
            description = "Where the pruned checkpoints are written to. Default: ${DEFAULT-VALUE}.")
    Path out = Path.of("foldline-demo-out");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the embedded broker keeps the event log. Default: as for 'foldline prune'.")
    @Nullable
    Path dataDirectory;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine command = spec.commandLine();
        PrintWriter err = command.getErr();
        Path examples = examples();
        DemoFolder folder = DemoFolder.at(out);
        DataDirectory directory = DataDirectory.at(dataDirectory == null ? Folders.data() : dataDirectory);
        List<RunStory> stories = new ArrayList<>();
        try (Pipeline pipeline = new ServiceOptions().start(directory, err);
                Interruption interruption = Interruption.during(pipeline, err)) {
            for (String method : METHODS) {
                RunRequested request = new RequestFactory(command, options(examples, folder, method)).create();
                if (begins(pipeline, request)) {
                    folder.clear(method);
                }
                stories.add(new Session(pipeline, err).run(request, false));
            }
            interruption.close();
        }
        PrintWriter result = command.getOut();
        result.println();
        result.print(DemoTable.of(stories));
        result.println();
        for (RunStory story : stories) {
            result.println("%s %s: %s"
                    .formatted(
                            story.request().getMethod().getName(),
                            Summary.cuts(story),
                            Locations.path(story.merged().getOutput()).resolve(OutputFiles.REPORT)));
        }
        result.flush();
        return ExitCode.OK;
    }

    /** Whether no earlier demo began this run without ending it. */
    private static boolean begins(Pipeline pipeline, RunRequested request) throws IOException {
        try (RunLog log = RunLog.open(pipeline.settings())) {
            log.snapshot();
            return RunChoice.derived(log, request, run -> false) instanceof RunChoice.Begin;
        }
    }

    private static RequestOptions options(Path examples, DemoFolder folder, String method) {
        RequestOptions options = new RequestOptions();
        options.model.model = examples.resolve(MODEL).toString();
        options.out = folder.output(method).toString();
        options.cut.drop = new DropAmount.Blocks(3);
        options.method.method = method;
        options.calibration.maxLength = 256;
        options.calibration.sources =
                List.of(examples.resolve("calibration.jsonl").toString());
        options.evaluation.tasks = List.of("ppl:" + examples.resolve("heldout.jsonl"));
        return options;
    }

    /** Folder of the shipped model and texts, below the one that the launcher lies in. */
    private static Path examples() {
        Path examples = Path.of(System.getProperty("foldline.home", "."), "examples", "demo")
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(examples.resolve(MODEL))) {
            throw new InputException(examples
                    + ": the demo's model is not there; start the demo as ./foldline demo in a" + " clone of Foldline");
        }
        return examples;
    }
}
