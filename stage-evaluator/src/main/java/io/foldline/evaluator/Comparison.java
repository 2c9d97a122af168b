package io.foldline.evaluator;

import io.foldline.evaluator.task.TaskGroup;
import io.foldline.event.TaskScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sets the pruned model against the dense one.
 *
 * @param scores of tasks and groups
 * @param retained what was kept over all that was asked for; empty where nothing was measured
 */
record Comparison(List<TaskScore> scores, Optional<Retained> retained) {
    Comparison {
        scores = List.copyOf(scores);
    }

    /**
     * Makes scores of what was measured.
     *
     * @param dense by the name of the task
     * @param pruned by the name of the task
     */
    static Comparison of(EvaluationTasks tasks, Map<String, Measures> dense, Map<String, Measures> pruned) {
        Map<String, Retained> kept = new LinkedHashMap<>();
        List<TaskFigures> denseFigures = new ArrayList<>();
        List<TaskFigures> prunedFigures = new ArrayList<>();
        for (EvaluationTask task : tasks.tasks()) {
            Measures denseMeasures = get(dense, task.name());
            Measures prunedMeasures = get(pruned, task.name());
            denseFigures.add(figures(task, denseMeasures));
            prunedFigures.add(figures(task, prunedMeasures));
            kept.put(task.name(), Retained.of(task.metrics().get(0), denseMeasures, prunedMeasures));
        }
        for (TaskGroup group : tasks.groups()) {
            kept.put(group.name(), groupRetained(tasks, group, dense, pruned, kept));
        }
        List<TaskFigures> allDense = TaskFigures.withGroups(tasks, denseFigures);
        List<TaskFigures> allPruned = TaskFigures.withGroups(tasks, prunedFigures);
        Map<String, TaskFacts> facts = tasks.facts().stream()
                .collect(Collectors.toMap(TaskFacts::name, Function.identity(), (one, again) -> one));
        List<TaskScore> scores = new ArrayList<>();
        for (int i = 0; i < allDense.size(); i++) {
            String name = allDense.get(i).evaluation();
            scores.add(score(tasks, get(facts, name), allDense.get(i), allPruned.get(i), get(kept, name)));
        }
        List<Retained> asked =
                tasks.asked().stream().map(name -> get(kept, name)).toList();
        return new Comparison(scores, asked.isEmpty() ? Optional.empty() : Optional.of(Retained.mean(asked)));
    }

    private static TaskFigures figures(EvaluationTask task, Measures measures) {
        return new TaskFigures(task.name(), measures.sums().items(), task.values(measures.sums()));
    }

    /** Over all items of a group weighted by size; else the mean of its tasks. */
    private static Retained groupRetained(
            EvaluationTasks tasks,
            TaskGroup group,
            Map<String, Measures> dense,
            Map<String, Measures> pruned,
            Map<String, Retained> kept) {
        List<String> members = tasks.tasksOf(group);
        if (!group.weighted() || group.metrics().isEmpty()) {
            return Retained.mean(members.stream().map(name -> get(kept, name)).toList());
        }
        return Retained.of(tasks.task(members.get(0)).metrics().get(0), all(members, dense), all(members, pruned));
    }

    private static Measures all(List<String> tasks, Map<String, Measures> measures) {
        return Measures.all(tasks.stream().map(name -> get(measures, name)).toList());
    }

    private static TaskScore score(
            EvaluationTasks tasks, TaskFacts facts, TaskFigures dense, TaskFigures pruned, Retained kept) {
        return TaskScore.newBuilder()
                .setEvaluation(facts.name())
                .setItems(dense.items())
                .setDense(dense.values())
                .setPruned(pruned.values())
                .setRetainedPercent(kept.percent())
                .setRetainedLow(kept.low().orElse(null))
                .setRetainedHigh(kept.high().orElse(null))
                .setGroup(tasks.groupOf(facts.name()).orElse(null))
                .setVersion(facts.version().orElse(null))
                .setFewShot(facts.fewShot().orElse(0))
                .setMetric(
                        facts.metrics().stream().map(Metric::name).findFirst().orElse(null))
                .setDataSet(facts.dataSet().orElse(null))
                .build();
    }

    private static <T> T get(Map<String, T> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
