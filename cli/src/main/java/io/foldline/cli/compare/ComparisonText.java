package io.foldline.cli.compare;

import io.foldline.cli.compare.Trial.Figure;
import io.foldline.cli.compare.Trial.Measure;
import io.foldline.cli.report.ComparisonReport;
import io.foldline.cli.report.Lines;
import io.foldline.cli.show.Metrics;
import io.foldline.cli.show.Numbers;
import io.foldline.cli.story.RunStory;
import io.foldline.pruning.DropAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison in Markdown, a table a task, and as comma-separated values, a line a figure. */
public final class ComparisonText {
    /** Half the width of an interval that holds 95 of 100 values, in standard errors. */
    private static final double CONFIDENCE = 1.96;

    private final Comparison all;

    public ComparisonText(Comparison all) {
        this.all = all;
    }

    /** Tables with a row a contender and a column a size. */
    public String markdown() {
        List<String> lines = new ArrayList<>();
        for (Measure measure : all.measures()) {
            Figure dense = all.dense(measure).orElseThrow();
            lines.add("### %s: %s".formatted(Metrics.shortTask(measure.task()), measure.metric()));
            lines.add("");
            lines.add("Dense: %s. %s is better. In brackets, of what `%s` loses against it."
                    .formatted(
                            interval(dense),
                            measure.lowerIsBetter() ? "Less" : "More",
                            all.contenders().get(0)));
            lines.add("");
            table(lines, trial -> cell(trial, measure));
        }
        lines.add("### Blocks removed");
        lines.add("");
        table(lines, ComparisonText::removed);
        lines.add("### All sizes and tasks");
        lines.add("");
        lines.add("Geometric mean of the figures in brackets; one below %s counts as that."
                .formatted(Comparison.LEAST_SHARE));
        lines.add("");
        lines.add("| method | mean |");
        lines.add("|---|---|");
        for (Contender contender : all.contenders()) {
            OptionalDouble mean = all.meanShare(contender);
            lines.add("| `%s` | %s |".formatted(contender, mean.isPresent() ? share(mean.getAsDouble()) : "–"));
        }
        lines.add("");
        refusals(lines);
        return String.join("\n", lines);
    }

    private interface Cell {
        String of(Trial trial);
    }

    private void table(List<String> lines, Cell cell) {
        lines.add("| method | " + String.join(" | ", sizes()) + " |");
        lines.add("|---".repeat(all.drops().size() + 1) + "|");
        for (Contender contender : all.contenders()) {
            String cells = trials(contender).map(cell::of).collect(Collectors.joining(" | "));
            lines.add("| `%s` | %s |".formatted(contender, cells));
        }
        lines.add("");
    }

    private List<String> sizes() {
        return all.drops().stream().map(DropAmount::toString).toList();
    }

    private Stream<Trial> trials(Contender contender) {
        return all.drops().stream().map(drop -> all.trial(contender, drop));
    }

    private void refusals(List<String> lines) {
        List<Trial> refused =
                all.trials().stream().filter(trial -> trial.story() == null).toList();
        if (!refused.isEmpty()) {
            lines.add("### Not done");
            lines.add("");
            refused.forEach(
                    trial -> lines.add("- `%s`, %s: %s".formatted(trial.contender(), trial.drop(), trial.refusal())));
            lines.add("");
        }
    }

    private String cell(Trial trial, Measure measure) {
        OptionalDouble share = all.share(trial, measure);
        return trial.pruned(measure).map(ComparisonText::interval).orElse("–")
                + (share.isPresent() ? " (" + share(share.getAsDouble()) + ")" : "");
    }

    private static String interval(Figure figure) {
        return Numbers.score(figure.value())
                + (Double.isNaN(figure.error()) ? "" : " ± " + Numbers.score(CONFIDENCE * figure.error()));
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }

    private static String removed(Trial trial) {
        RunStory story = trial.story();
        return story == null
                ? "–"
                : story.removed().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The same as a page. */
    public String html(String model, String lead) {
        ComparisonReport report = new ComparisonReport(model, lead);
        for (Measure measure : all.measures()) {
            Lines lines = new Lines(sizes());
            List<List<String>> table = new ArrayList<>();
            table.add(Stream.concat(Stream.of("method"), sizes().stream()).toList());
            for (Contender contender : all.contenders()) {
                lines.add(
                        contender.toString(),
                        trials(contender)
                                .map(trial ->
                                        trial.pruned(measure).map(Figure::value).orElse(Double.NaN))
                                .toList());
                Stream<String> cells = trials(contender).map(trial -> cell(trial, measure));
                table.add(Stream.concat(Stream.of(contender.toString()), cells).toList());
            }
            report.add(
                    Metrics.shortTask(measure.task()),
                    measure.metric(),
                    all.dense(measure).orElseThrow().value(),
                    lines,
                    table);
        }
        return report.toString();
    }

    /** One line for each metric of each task of each trial. */
    public String csv() {
        StringBuilder lines = new StringBuilder(
                "method,drop,removed,task,metric,dense,dense_stderr,pruned,pruned_stderr,share_of_first,seconds\n");
        for (Trial trial : all.trials()) {
            RunStory story = trial.story();
            if (story == null) {
                continue;
            }
            for (Measure measure : all.measures()) {
                Figure dense = trial.dense(measure).orElseThrow();
                Figure pruned = trial.pruned(measure).orElseThrow();
                OptionalDouble share = all.share(trial, measure);
                lines.append(String.join(
                                ",",
                                trial.contender().toString(),
                                trial.drop().toString(),
                                removed(trial).replace(", ", " "),
                                quoted(measure.task()),
                                measure.metric(),
                                number(dense.value()),
                                number(dense.error()),
                                number(pruned.value()),
                                number(pruned.error()),
                                share.isPresent() ? number(share.getAsDouble()) : "",
                                number(story.seconds().values().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sum())))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
