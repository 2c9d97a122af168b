package io.foldline.cli.show;

import io.foldline.evaluator.EvaluationTasks;
import io.foldline.evaluator.Metric;
import io.foldline.evaluator.TaskFacts;
import io.foldline.evaluator.TaskFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The scores of a model as the Markdown table that lm-evaluation-harness prints. */
public final class HarnessTable {
    private static final List<String> HEADING =
            List.of("Tasks", "Version", "Filter", "n-shot", "Metric", "", "Value", "", "Stderr");
    private static final List<Boolean> NUMBERS = List.of(false, true, false, true, false, false, true, false, true);

    private HarnessTable() {}

    /**
     * The table, each line ended.
     *
     * @param figures by the name of the task or group
     */
    public static String of(EvaluationTasks tasks, Map<String, TaskFigures> figures) {
        List<List<String>> rows = new ArrayList<>();
        for (TaskFacts facts : tasks.facts()) {
            TaskFigures found = figures.get(facts.name());
            if (found != null) {
                addRows(facts, found.values(), rows);
            }
        }
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < HEADING.size(); column++) {
            int at = column;
            widths.add(Math.max(
                    3,
                    Math.max(
                            HEADING.get(column).length(),
                            rows.stream()
                                    .mapToInt(row -> row.get(at).length())
                                    .max()
                                    .orElse(0))));
        }
        StringBuilder table = new StringBuilder("|");
        for (int column = 0; column < HEADING.size(); column++) {
            int space = widths.get(column) - HEADING.get(column).length();
            table.append(" ".repeat(space / 2))
                    .append(HEADING.get(column))
                    .append(" ".repeat(space - space / 2))
                    .append('|');
        }
        table.append("\n|");
        for (int column = 0; column < HEADING.size(); column++) {
            boolean number = NUMBERS.get(column);
            table.append("-".repeat(widths.get(column) - (number ? 1 : 0))).append(number ? ":|" : "|");
        }
        table.append('\n');
        rows.forEach(row -> table.append(line(row, widths)));
        return table.toString();
    }

    private static void addRows(TaskFacts facts, Map<String, Double> values, List<List<String>> rows) {
        String name = Metrics.shortTask(facts.shown());
        List<Metric> metrics = facts.metrics().stream()
                .filter(metric -> values.containsKey(metric.name()))
                .sorted(Comparator.comparing(Metric::name))
                .toList();
        for (int i = 0; i < metrics.size(); i++) {
            Metric metric = metrics.get(i);
            boolean first = i == 0;
            Double error = values.get(metric.errorName());
            rows.add(List.of(
                    first ? name : "",
                    first
                            ? facts.version()
                                    .map(version -> version.replaceFirst("\\.0$", ""))
                                    .orElse("")
                            : "",
                    metric.filter(),
                    facts.group() ? "" : Integer.toString(facts.fewShot().getAsInt()),
                    metric.plainName(),
                    metric.higherIsBetter() ? "↑" : "↓",
                    number(values.getOrDefault(metric.name(), Double.NaN)),
                    "±",
                    error == null ? "N/A" : number(error)));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < row.size(); column++) {
            String space = " ".repeat(widths.get(column) - row.get(column).length());
            line.append(NUMBERS.get(column) ? space + row.get(column) : row.get(column) + space)
                    .append('|');
        }
        return line.append('\n').toString();
    }
}
