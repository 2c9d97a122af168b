package io.foldline.cli.report;

import io.foldline.checkpoint.Locations;
import io.foldline.cli.request.RunFileWriter;
import io.foldline.cli.show.Metrics;
import io.foldline.cli.story.RunStory;
import io.foldline.event.TaskScore;
import io.foldline.merger.ModelCard;
import io.foldline.merger.SourceCard;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What accompanies a checkpoint once its run has completed: report, run file, model card with scores. */
public final class OutputFiles {
    /** The report with its pictures. */
    public static final String REPORT = "report.html";

    private OutputFiles() {}

    /** Writes them into the output folder, each replaced as a whole. */
    public static void write(RunStory story) throws IOException {
        Path folder = Locations.path(story.merged().getOutput());
        replace(folder.resolve("README.md"), card(story));
        replace(folder.resolve("foldline_run.yaml"), RunFileWriter.of(story.request()));
        replace(folder.resolve(REPORT), RunReport.of(story));
    }

    private static String card(RunStory story) throws IOException {
        // A card travels: the folders of this machine are left out of it.
        List<TaskScore> scores = story.evaluated().getScores().stream()
                .map(score -> TaskScore.newBuilder(score)
                        .setEvaluation(Metrics.shortTask(score.getEvaluation()))
                        .build())
                .toList();
        return new ModelCard(
                        SourceCard.read(Place.of(story.request().getModel()).description()),
                        story.request(),
                        story.evaluated().getPlan(),
                        story.evaluated().getFolds(),
                        story.merged().getParameters(),
                        story.merged().getDenseParameters(),
                        scores)
                .markdown();
    }

    private static void replace(Path file, String content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
