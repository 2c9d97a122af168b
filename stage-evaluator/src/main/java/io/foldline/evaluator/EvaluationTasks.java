package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.evaluator.task.OutputType;
import io.foldline.evaluator.task.TaskDefinition;
import io.foldline.evaluator.task.TaskFiles;
import io.foldline.evaluator.task.TaskGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The benchmark tasks that were asked for.
 *
 * @param tasks each once; groups are taken apart
 * @param groups those that were asked for, each followed by the groups in it
 * @param asked names of the tasks and groups that were asked for
 */
public record EvaluationTasks(List<EvaluationTask> tasks, List<TaskGroup> groups, List<String> asked) {
    private static final List<String> LOCATED = List.of(PerplexityTask.PREFIX + "FILE", ImageTask.PREFIX + "PICTURES");

    public EvaluationTasks {
        tasks = List.copyOf(tasks);
        groups = List.copyOf(groups);
        asked = List.copyOf(asked);
    }

    /** How the known tasks are written. */
    private static List<String> known() {
        return Stream.concat(LOCATED.stream(), TaskFiles.shipped().stream()).toList();
    }

    /**
     * The tasks of these names, in their order. Their data is not looked at.
     *
     * @throws InputException if a name is not known, or a task file cannot be understood
     */
    public static EvaluationTasks of(List<String> names, TaskOptions options) {
        TaskFiles files = TaskFiles.of(options.taskFiles());
        Map<String, EvaluationTask> tasks = new LinkedHashMap<>();
        Map<String, TaskGroup> groups = new LinkedHashMap<>();
        for (String name : names) {
            Optional<TaskGroup> group = files.has(name) ? files.group(name) : Optional.empty();
            if (group.isPresent()) {
                for (TaskGroup each : files.groups(group.get())) {
                    groups.put(each.name(), each);
                    each.members().stream()
                            .filter(member -> files.group(member).isEmpty())
                            .forEach(member -> tasks.computeIfAbsent(member, key -> task(key, files, options)));
                }
            } else {
                tasks.computeIfAbsent(name, key -> task(key, files, options));
            }
        }
        return new EvaluationTasks(
                new ArrayList<>(tasks.values()),
                new ArrayList<>(groups.values()),
                names.stream().distinct().toList());
    }

    /** The task of one name, which is no group; see {@link #of}. */
    static EvaluationTask task(String name, TaskOptions options) {
        return task(name, TaskFiles.of(options.taskFiles()), options);
    }

    private static EvaluationTask task(String name, TaskFiles files, TaskOptions options) {
        Optional<LocatedTask> located = LocatedTask.of(name);
        if (located.isPresent()) {
            return located.get().ofPictures()
                    ? new ImageTask(located.get())
                    : new PerplexityTask(located.get().location());
        }
        if (!files.has(name)) {
            throw new InputException("unknown evaluation task \"%s\"; the known ones are %s%s"
                    .formatted(name, String.join(", ", known()), files.shownUsers()));
        }
        TaskDefinition definition = files.task(name);
        int fewShot = options.fewShot() < 0 ? definition.fewShot().orElse(0) : options.fewShot();
        if (fewShot > 0 && definition.type() == OutputType.LOGLIKELIHOOD_ROLLING) {
            throw new InputException(
                    "%s: %d examples are to be shown, but the task scores texts as they are; it takes none"
                            .formatted(name, fewShot));
        }
        return new HarnessTask(definition, fewShot, new TaskData(options.taskData()));
    }

    /** All tasks and groups, in the order in which they were asked for, each group before what is in it. */
    public List<TaskFacts> facts() {
        List<TaskFacts> facts = new ArrayList<>();
        asked.forEach(name -> addFacts(name, 0, facts));
        return facts;
    }

    private void addFacts(String name, int depth, List<TaskFacts> facts) {
        Optional<TaskGroup> group = group(name);
        if (group.isPresent()) {
            facts.add(new TaskFacts(
                    name,
                    group.get().alias().orElse(name),
                    group.get().version(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    group.get().metrics().stream()
                            .map(metric -> Metric.mean(metric, metric))
                            .toList(),
                    depth));
            group.get().members().forEach(member -> addFacts(member, depth + 1, facts));
            return;
        }
        EvaluationTask task = task(name);
        Optional<HarnessTask> declared = task instanceof HarnessTask found ? Optional.of(found) : Optional.empty();
        facts.add(new TaskFacts(
                name,
                declared.flatMap(each -> each.definition().alias()).orElse(name),
                declared.flatMap(each -> each.definition().version()),
                OptionalInt.of(declared.map(HarnessTask::fewShot).orElse(0)),
                declared.map(each -> each.definition().items().dataSet()),
                task.metrics(),
                depth));
    }

    /** The task of a name, which is among them. */
    EvaluationTask task(String name) {
        return tasks.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no task " + name));
    }

    /** The group of a name, if it is one that was asked for. */
    Optional<TaskGroup> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /** The group that a task or group was asked for in; empty where it was asked for itself. */
    Optional<String> groupOf(String name) {
        return asked.contains(name)
                ? Optional.empty()
                : groups.stream()
                        .filter(group -> group.members().contains(name))
                        .map(TaskGroup::name)
                        .findFirst();
    }

    /** Names of the tasks and groups that are in a group. */
    public List<String> members(String group) {
        return group(group).orElseThrow().members();
    }

    /** Names of all tasks in a group that was asked for, those in groups inside of it included. */
    List<String> tasksOf(TaskGroup group) {
        List<String> names = new ArrayList<>();
        for (String member : group.members()) {
            group(member).ifPresentOrElse(inner -> names.addAll(tasksOf(inner)), () -> names.add(member));
        }
        return names.stream().distinct().toList();
    }

    /** Number of items of a task, counted up to {@code limit}; null: all. */
    static int count(EvaluationTask task, @Nullable Integer limit) throws IOException {
        return task.count(limit(limit));
    }

    /**
     * Items that are wanted of a task, at most; null: all.
     *
     * @throws InputException if none are
     */
    public static int limit(@Nullable Integer limit) {
        if (limit != null && limit < 1) {
            throw new InputException("limit of " + limit + " items for the evaluation: expected at least 1");
        }
        return limit == null ? Integer.MAX_VALUE : limit;
    }
}
