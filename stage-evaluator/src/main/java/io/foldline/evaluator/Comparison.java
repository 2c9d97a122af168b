package io.foldline.evaluator;

import io.foldline.evaluator.task.TaskGroup;
import io.foldline.event.TaskScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
            Metric first = task.metrics().get(0);
            kept.put(
                    task.name(),
                    Retained.of(
                            first,
                            first.value(denseMeasures.sums()),
                            first.value(prunedMeasures.sums()),
                            denseMeasures.scores(),
                            prunedMeasures.scores()));
        }
        for (TaskGroup group : tasks.groups()) {
            kept.put(group.name(), groupRetained(tasks, group, dense, pruned, kept));
        }
        List<TaskFigures> allDense = TaskFigures.withGroups(tasks, denseFigures);
        List<TaskFigures> allPruned = TaskFigures.withGroups(tasks, prunedFigures);
        List<TaskScore> scores = new ArrayList<>();
        for (int i = 0; i < allDense.size(); i++) {
            scores.add(score(
                    tasks,
                    allDense.get(i),
                    allPruned.get(i),
                    get(kept, allDense.get(i).evaluation())));
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
        Metric first = tasks.task(members.get(0)).metrics().get(0);
        if (!group.weighted() || group.metrics().isEmpty()) {
            return Retained.mean(members.stream().map(name -> get(kept, name)).toList());
        }
        Measures allDense =
                Measures.all(members.stream().map(name -> get(dense, name)).toList());
        Measures allPruned =
                Measures.all(members.stream().map(name -> get(pruned, name)).toList());
        return Retained.of(
                first,
                first.value(allDense.sums()),
                first.value(allPruned.sums()),
                allDense.scores(),
                allPruned.scores());
    }

    private static TaskScore score(EvaluationTasks tasks, TaskFigures dense, TaskFigures pruned, Retained kept) {
        String name = dense.evaluation();
        Optional<HarnessTask> declared = tasks.declared(name);
        return TaskScore.newBuilder()
                .setEvaluation(name)
                .setItems(dense.items())
                .setDense(dense.values())
                .setPruned(pruned.values())
                .setRetainedPercent(kept.percent())
                .setRetainedLow(kept.low().orElse(null))
                .setRetainedHigh(kept.high().orElse(null))
                .setGroup(tasks.groupOf(name).orElse(null))
                .setVersion(declared.flatMap(task -> task.definition().version())
                        .or(() -> tasks.group(name).flatMap(TaskGroup::version))
                        .orElse(null))
                .setFewShot(declared.map(HarnessTask::fewShot).orElse(0))
                .build();
    }

    private static <T> T get(Map<String, T> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
