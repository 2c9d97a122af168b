package io.foldline.cli.report;

import io.foldline.cli.show.Metrics;
import io.foldline.cli.show.Numbers;
import io.foldline.event.TaskScore;
import java.util.List;

/** Dense against pruned, a pair of bars a metric; each pair has its own scale, from zero. */
final class ScoreBars {
    private static final double WIDTH = 720;
    private static final double LABELS = 230;
    private static final double VALUES = 90;
    private static final double BAR = 16;
    private static final double PAIR = 2 * BAR + 24;

    private ScoreBars() {}

    static Svg draw(List<TaskScore> scores) {
        List<Metrics.Row> rows = Metrics.rows(scores);
        Svg svg = new Svg(WIDTH, rows.size() * PAIR + 8, "Scores of the dense and of the pruned model");
        double y = 8;
        for (Metrics.Row row : rows) {
            Scale x = new Scale(0, Math.max(row.dense(), row.pruned()), 0, WIDTH - LABELS - VALUES);
            svg.text("label", LABELS - 12, y + BAR - 1, "end", row.shortTask());
            svg.text(
                    "axis",
                    LABELS - 12,
                    y + 2 * BAR,
                    "end",
                    row.metric() + (row.lowerIsBetter() ? " (lower is better)" : ""));
            bar(svg, "dense", y, x, row.dense(), "dense");
            bar(svg, "pruned", y + BAR + 2, x, row.pruned(), "pruned");
            y += PAIR;
        }
        return svg;
    }

    private static void bar(Svg svg, String style, double y, Scale x, double value, String model) {
        double length = Double.isFinite(value) ? x.at(value) : 0;
        svg.rectangle(style, LABELS, y, length, BAR, model + ": " + Numbers.score(value));
        svg.text("value", LABELS + length + 6, y + BAR - 4, "start", Numbers.score(value) + " " + model);
    }
}
