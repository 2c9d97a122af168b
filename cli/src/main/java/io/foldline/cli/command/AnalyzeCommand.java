package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.cli.local.Analysis;
import io.foldline.cli.local.FolderTree;
import io.foldline.cli.local.Pipeline;
import io.foldline.cli.report.AnalysisReport;
import io.foldline.cli.show.Numbers;
import io.foldline.cli.show.TextTable;
import io.foldline.event.Candidate;
import io.foldline.event.RunRequested;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.Cut;
import io.foldline.pruning.DropAmount;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code foldline analyze}: distances of every candidate cut, in this process and without a broker. */
@Command(
        name = "analyze",
        sortOptions = false,
        description = {
            "Show the distance of every candidate cut.",
            "Without --drop all sizes are scored, where hidden states are compared in one pass over the samples."
        })
final class AnalyzeCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    CalibrationOptions calibration = new CalibrationOptions();

    @Option(
            names = "--selector",
            paramLabel = "NAME",
            defaultValue = "angular",
            description =
                    "What the candidates are compared by; 'foldline methods' lists the selectors. Those of single blocks compare no larger sizes. Default: ${DEFAULT-VALUE}.")
    String selector = "angular";

    @Option(
            names = "--selector-option",
            paramLabel = "NAME=VALUE",
            description = "Something that the selector can be told; may be repeated.")
    Map<String, String> selectorOptions = Map.of();

    @Option(
            names = "--drop",
            paramLabel = "N|P%",
            converter = DropConverter.class,
            description = "Only candidates that remove this many blocks. Default: all sizes.")
    @Nullable
    DropAmount drop;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the distances as CSV.")
    @Nullable
    Path csv;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Write a page with pictures.")
    @Nullable
    Path report;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        PrintWriter err = command.getErr();
        Path scratch = Files.createTempDirectory("foldline-analyze");
        try {
            RunRequested request = request(command, scratch);
            Samples.download(request, err);
            Preflight.check(request, true);
            Models.checkpoint(Place.of(request.getModel()), err);
            List<Candidate> candidates =
                    Analysis.candidates(request, sizes(request), Pipeline.store(scratch.toString()));
            write(csv, csv(candidates));
            write(report, AnalysisReport.of(request, candidates));
            command.getOut()
                    .print(table(candidates, BlockSelectors.named(selector).measure()));
            command.getOut().flush();
        } finally {
            FolderTree.delete(scratch);
        }
        return ExitCode.OK;
    }

    private RunRequested request(CommandLine command, Path scratch) {
        RequestOptions options = new RequestOptions();
        options.model = model;
        options.calibration = calibration;
        options.cut.selector = selector;
        options.cut.selectorOptions = selectorOptions;
        options.cut.drop = counted();
        options.method.method = "uidl";
        // Nothing is written there: it only has to be free.
        options.out = scratch.resolve("none").toString();
        return new RequestFactory(command, options).create();
    }

    private List<Integer> sizes(RunRequested request) {
        int blocks = Models.architecture(Place.of(request.getModel())).blocks();
        boolean single = BlockSelectors.named(selector).single();
        int removed = counted().of(blocks);
        if (single && removed != 1) {
            throw new InputException(
                    "--selector %s compares single blocks, so only --drop 1 can be shown; found --drop %s"
                            .formatted(selector, drop));
        }
        return drop == null && !single ? IntStream.range(1, blocks).boxed().toList() : List.of(removed);
    }

    private DropAmount.Counted counted() {
        if (drop == null) {
            return new DropAmount.Blocks(1);
        }
        if (drop instanceof DropAmount.Counted counted) {
            return counted;
        }
        throw new InputException(
                "--drop %s: candidates are compared by numbers of blocks; give --drop N or P%%, or leave it out"
                        .formatted(drop));
    }

    private static TextTable table(List<Candidate> candidates, String measure) {
        TextTable table = new TextTable("removed blocks", "number", "kept in front", measure);
        for (Candidate candidate : candidates) {
            Cut cut = new Cut(candidate.getCut().getKept(), candidate.getCut().getRemoved());
            table.row(
                    cut.removed() == 1 ? Integer.toString(cut.first()) : cut.first() + "–" + cut.last(),
                    Integer.toString(cut.removed()),
                    Integer.toString(cut.kept()),
                    Numbers.score(candidate.getDistance()));
        }
        return table;
    }

    private static String csv(List<Candidate> candidates) {
        StringBuilder lines = new StringBuilder("kept,removed,first,last,distance\n");
        for (Candidate candidate : candidates) {
            Cut cut = new Cut(candidate.getCut().getKept(), candidate.getCut().getRemoved());
            lines.append("%d,%d,%d,%d,%s%n"
                    .formatted(cut.kept(), cut.removed(), cut.first(), cut.last(), candidate.getDistance()));
        }
        return lines.toString();
    }

    private static void write(@Nullable Path file, String content) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new InputException("%s: cannot be written: %s".formatted(file, e), e);
        }
    }
}
