package io.foldline.evaluator;

import io.foldline.event.TaskScore;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Sets the pruned model against the dense one. */
final class Comparison {
    private Comparison() {}

    /** The scores of one benchmark task, made of the sums over all its items. */
    static TaskScore score(EvaluationTask task, Sums dense, Sums pruned) {
        Metric first = task.metrics().get(0);
        Map<String, Double> denseValues = task.values(dense);
        Map<String, Double> prunedValues = task.values(pruned);
        double retained = first.retainedPercent(value(denseValues, first), value(prunedValues, first));
        return new TaskScore(task.name(), dense.items(), denseValues, prunedValues, retained);
    }

    private static double value(Map<String, Double> values, Metric metric) {
        Double value = values.get(metric.name());
        if (value == null) {
            throw new IllegalStateException("no metric " + metric.name() + " among " + values.keySet());
        }
        return value;
    }

    /** Mean of the retained percentages; null where nothing was measured. */
    static @Nullable Double retainedPercent(List<TaskScore> scores) {
        OptionalDouble mean =
                scores.stream().mapToDouble(TaskScore::getRetainedPercent).average();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }
}
