package io.foldline.cli.report;

import io.foldline.cli.show.Metrics;
import io.foldline.cli.show.Numbers;
import io.foldline.cli.story.RunStory;

/** The part of the model card that is known only after the evaluation. */
final class Card {
    private Card() {}

    /** Markdown: the scores of both models. */
    static String scores(RunStory story) {
        StringBuilder text = new StringBuilder("\n## Scores\n\n");
        if (story.evaluated().getScores().isEmpty()) {
            return text.append("Nothing was measured.\n").toString();
        }
        text.append("| task | metric | dense | pruned | retained |\n|---|---|---:|---:|---:|\n");
        for (Metrics.Row row : Metrics.rows(story.evaluated().getScores())) {
            text.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            row.shortTask(),
                            row.metric(),
                            Numbers.score(row.dense()),
                            Numbers.score(row.pruned()),
                            Numbers.percent(row.retainedPercent())));
        }
        return text.toString();
    }
}
