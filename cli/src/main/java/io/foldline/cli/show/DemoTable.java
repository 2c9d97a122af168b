package io.foldline.cli.show;

import io.foldline.cli.story.RunStory;
import io.foldline.event.TaskScore;
import java.util.List;
import java.util.Map;

/** What several methods made of one model: a line a method, below the dense model. */
public final class DemoTable {
    private DemoTable() {}

    /** @param stories of the same model and the same evaluation, which has one task with a perplexity */
    public static String of(List<RunStory> stories) {
        TextTable table = new TextTable("model", "blocks", "parameters", "perplexity", "retained");
        RunStory first = stories.get(0);
        table.row(
                "dense",
                Integer.toString(first.evaluated().getPlan().getBlocks()),
                Numbers.count(first.merged().getDenseParameters()),
                Numbers.score(perplexity(score(first).getDense())),
                "");
        for (RunStory story : stories) {
            table.row(
                    story.request().getMethod().getName(),
                    Integer.toString(story.kept().size()),
                    Numbers.count(story.merged().getParameters()),
                    Numbers.score(perplexity(score(story).getPruned())),
                    Numbers.percent(score(story).getRetainedPercent()));
        }
        return table.toString();
    }

    private static TaskScore score(RunStory story) {
        return story.evaluated().getScores().get(0);
    }

    private static double perplexity(Map<String, Double> metrics) {
        return metrics.getOrDefault("perplexity", Double.NaN);
    }
}
