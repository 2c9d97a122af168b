package io.foldline.evaluator;

import io.foldline.evaluator.task.TaskGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one model achieved on one benchmark task or group of tasks.
 *
 * @param evaluation name of the task or group
 * @param items items that were measured
 * @param values metrics and their standard errors by name
 */
public record TaskFigures(String evaluation, long items, Map<String, Double> values) {
    /**
     * The averages over a group: each metric weighted by items or not; its standard error pooled over the tasks, as
     * lm-evaluation-harness does.
     *
     * @param tasks figures of all tasks in the group
     */
    static TaskFigures of(TaskGroup group, List<TaskFigures> tasks) {
        long items = tasks.stream().mapToLong(TaskFigures::items).sum();
        Map<String, Double> values = new LinkedHashMap<>();
        for (String metric : group.metrics()) {
            List<TaskFigures> having = tasks.stream()
                    .filter(task -> task.values.containsKey(metric))
                    .toList();
            if (!having.isEmpty()) {
                values.put(metric, mean(having, metric, group.weighted()));
                String error = Metric.mean(metric, metric).errorName();
                if (having.stream().allMatch(task -> task.values.containsKey(error))) {
                    values.put(error, group.weighted() ? pooled(having, error) : meanError(having, error));
                }
            }
        }
        return new TaskFigures(group.name(), items, values);
    }

    private double get(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static double mean(List<TaskFigures> tasks, String metric, boolean weighted) {
        double sum = 0;
        double weights = 0;
        for (TaskFigures task : tasks) {
            double weight = weighted ? task.items : 1;
            sum += task.get(metric) * weight;
            weights += weight;
        }
        return sum / weights;
    }

    /** Pooled variance of the items, divided by their number. */
    private static double pooled(List<TaskFigures> tasks, String error) {
        double squares = 0;
        long items = 0;
        for (TaskFigures task : tasks) {
            squares += (task.items - 1) * Math.pow(task.get(error), 2) * task.items;
            items += task.items;
        }
        return Math.sqrt(squares / (items - tasks.size()) / items);
    }

    private static double meanError(List<TaskFigures> tasks, String error) {
        return Math.sqrt(tasks.stream()
                        .mapToDouble(task -> Math.pow(task.get(error), 2))
                        .sum())
                / tasks.size();
    }

    /** The figures of tasks, and behind them those of the groups that were asked for. */
    static List<TaskFigures> withGroups(EvaluationTasks tasks, List<TaskFigures> figures) {
        List<TaskFigures> all = new ArrayList<>(figures);
        for (TaskGroup group : tasks.groups()) {
            List<String> members = tasks.tasksOf(group);
            all.add(of(
                    group,
                    figures.stream()
                            .filter(each -> members.contains(each.evaluation()))
                            .toList()));
        }
        return all;
    }
}
