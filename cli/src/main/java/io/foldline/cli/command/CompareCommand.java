package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.cli.compare.Comparison;
import io.foldline.cli.compare.ComparisonText;
import io.foldline.cli.compare.Contender;
import io.foldline.cli.compare.Trial;
import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.Pipeline;
import io.foldline.cli.show.RequestTable;
import io.foldline.cli.show.Summary;
import io.foldline.cli.story.RunStory;
import io.foldline.event.RunRequested;
import io.foldline.kafka.KafkaSettings;
import io.foldline.pruning.DropAmount;
import io.foldline.storage.Output;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code foldline compare}: many methods and sizes on one model, all else equal, by one pipeline. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Prune a model by several methods to several sizes, with the same calibration and the same evaluation, and write"
                    + " comparison.md, comparison.csv and comparison.html to --out.",
            "What several of them need is computed once. The same command goes on with a comparison that was stopped."
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ModelOptions model = new ModelOptions();

    @Option(
            names = "--methods",
            paramLabel = "METHOD[/SELECTOR]",
            split = ",",
            required = true,
            description =
                    "Methods, separated by commas, each with the selector that goes with it unless one is named. What each"
                            + " loses is told as a share of what the first one loses.")
    List<String> methods = List.of();

    @Option(
            names = "--drop",
            paramLabel = "N|P%",
            split = ",",
            required = true,
            converter = DropConverter.class,
            description = "Sizes: blocks to remove, separated by commas.")
    List<DropAmount> drops = List.of();

    @Mixin
    CalibrationOptions calibration = new CalibrationOptions();

    @Mixin
    EvaluationOptions evaluation = new EvaluationOptions();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for the tables and the page.")
    Path out = Path.of("");

    @Option(
            names = "--keep",
            description = "Keep the pruned checkpoints in --out; otherwise each goes once it is measured.")
    boolean keep;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Seed of everything random.")
    long seed = 42;

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    ServiceOptions services = new ServiceOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine command = spec.commandLine();
        PrintWriter err = command.getErr();
        List<Contender> contenders =
                methods.stream().map(Contender::parse).distinct().toList();
        if (evaluation.tasks.isEmpty()) {
            throw new InputException("nothing says what to compare by; give --evaluate ppl:FILE or other tasks");
        }
        RunRequested first = request(command, contenders.get(0), drops.get(0));
        Samples.download(first, err);
        Optional<KafkaSettings> cluster = connection.cluster();
        @Nullable DataDirectory directory = cluster.isPresent() ? null : connection.directory();
        if (directory != null) {
            Models.checkpoint(Place.of(first.getModel()), err);
        }
        Files.createDirectories(Locations.path(out.toString()));
        List<Trial> trials = new ArrayList<>();
        try (Pipeline pipeline =
                        directory == null ? Pipeline.cluster(cluster.orElseThrow()) : services.start(directory, err);
                Interruption interruption = Interruption.during(pipeline, err)) {
            for (DropAmount drop : drops) {
                for (Contender contender : contenders) {
                    trials.add(trial(pipeline, contender, drop));
                }
            }
            interruption.close();
        }
        write(new ComparisonText(new Comparison(contenders, drops, trials)), first);
        return ExitCode.OK;
    }

    private Trial trial(Pipeline pipeline, Contender contender, DropAmount drop) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        err.println(contender + ", --drop " + drop);
        err.flush();
        try {
            RunRequested request = request(spec.commandLine(), contender, drop);
            Session session = new Session(pipeline, err);
            Optional<RunStory> told = session.completed(request);
            RunStory story = told.isPresent() ? told.get() : session.run(request, false);
            if (!keep) {
                Output.of(request.getOutput()).discard(story.request().getRunId());
            }
            return new Trial(contender, drop, story, "");
        } catch (InputException e) {
            String why = String.valueOf(e.getMessage());
            err.println("cannot be done: " + why);
            err.flush();
            return new Trial(contender, drop, null, why);
        }
    }

    private RunRequested request(CommandLine command, Contender contender, DropAmount drop) {
        RequestOptions options = new RequestOptions();
        options.model = model;
        options.calibration = calibration;
        options.evaluation = evaluation;
        options.seed = seed;
        options.cut.drop = drop;
        options.cut.selector = contender.selector();
        options.method.method = contender.method();
        options.out = Locations.path(out.toString())
                .resolve("%s-%s".formatted(contender, drop).replaceAll("[^A-Za-z0-9.+-]", "-"))
                .toString();
        return new RequestFactory(command, options).create();
    }

    private void write(ComparisonText text, RunRequested request) throws IOException {
        String lead = "%s of %s; evaluated by %s"
                .formatted(
                        RequestTable.samples(request.getCalibration()),
                        RequestTable.sources(request.getCalibration().getSources()),
                        String.join(", ", evaluation.tasks));
        String markdown = "## %s%n%n    foldline %s%n%n%s"
                .formatted(
                        Summary.modelName(request),
                        String.join(" ", spec.commandLine().getParseResult().originalArgs()),
                        text.markdown());
        Path folder = Locations.path(out.toString());
        Files.writeString(folder.resolve("comparison.md"), markdown);
        Files.writeString(folder.resolve("comparison.csv"), text.csv());
        Files.writeString(folder.resolve("comparison.html"), text.html(Summary.modelName(request), lead));
        PrintWriter answer = spec.commandLine().getOut();
        answer.print(markdown);
        answer.flush();
    }
}
