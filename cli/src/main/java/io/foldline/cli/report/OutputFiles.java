package io.foldline.cli.report;

import io.foldline.cli.request.RunFileWriter;
import io.foldline.cli.show.Metrics;
import io.foldline.cli.story.RunStory;
import io.foldline.event.TaskScore;
import io.foldline.merger.ModelCard;
import io.foldline.merger.SourceCard;
import io.foldline.storage.Output;
import io.foldline.storage.Place;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What accompanies a checkpoint once its run has completed: report, run file, model card with scores. */
public final class OutputFiles {
    /** The report with its pictures. */
    public static final String REPORT = "report.html";

    private OutputFiles() {}

    /** Writes them to the output, each replaced as a whole. */
    public static void write(RunStory story) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("README.md", card(story));
        files.put("foldline_run.yaml", RunFileWriter.of(story.request()));
        EvalResults.of(story.evaluated().getScores()).ifPresent(results -> files.put(EvalResults.FILE, results));
        // The last one: its being there says that all are.
        files.put(REPORT, RunReport.of(story));
        Output.of(story.merged().getOutput()).add(story.request().getRunId(), files);
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
}
