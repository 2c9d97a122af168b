package io.foldline.cli.show;

import io.foldline.event.TaskScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The metrics of a run as rows of a table: dense next to pruned. */
public final class Metrics {
    /**
     * One metric of one task.
     *
     * @param task name of the task
     * @param metric name of the metric
     */
    public record Row(String task, String metric, double dense, double pruned) {
        /** Whether a smaller value is the better one. */
        public boolean lowerIsBetter() {
            return Metrics.lowerIsBetter(metric);
        }

        /** What the pruned model kept, in percent; NaN where one of the two is no positive number. */
        public double retainedPercent() {
            double share = lowerIsBetter() ? dense / pruned : pruned / dense;
            return dense > 0 && pruned > 0 ? 100 * share : Double.NaN;
        }

        /** The task without the folders of its file. */
        public String shortTask() {
            return Metrics.shortTask(task);
        }
    }

    private Metrics() {}

    /** Whether a smaller value of a metric is the better one, by its name. */
    public static boolean lowerIsBetter(String metric) {
        String name = metric.toLowerCase(Locale.ROOT);
        return name.contains("perplexity") || name.contains("bits_per_byte");
    }

    /**
     * All metrics of the tasks and groups that were asked for, task by task, by name within a task; standard errors are none,
     * and tasks inside of a group are left out.
     */
    public static List<Row> rows(List<TaskScore> scores) {
        List<Row> rows = new ArrayList<>();
        for (TaskScore score :
                scores.stream().filter(score -> score.getGroup() == null).toList()) {
            for (Map.Entry<String, Double> dense : new TreeMap<>(score.getDense()).entrySet()) {
                if (dense.getKey().endsWith("_stderr")) {
                    continue;
                }
                double pruned = score.getPruned().getOrDefault(dense.getKey(), Double.NaN);
                rows.add(new Row(score.getEvaluation(), dense.getKey(), dense.getValue(), pruned));
            }
        }
        return rows;
    }

    /** {@code ppl:/data/heldout.jsonl} without its folders: {@code ppl:heldout.jsonl}; nor with a commit of the hub. */
    public static String shortTask(String task) {
        int colon = task.indexOf(':');
        String name = task.substring(task.lastIndexOf('/') + 1).replaceAll("@[0-9a-f]{40}(?=$|#)", "");
        return colon < 0 ? task : task.substring(0, colon + 1) + name;
    }
}
