package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalogue of benchmark tasks. */
public final class EvaluationTasks {
    private static final List<String> KNOWN =
            List.of(PerplexityTask.PREFIX + "FILE", WikitextTask.NAME, ImageTask.PREFIX + "PICTURES");

    private EvaluationTasks() {}

    /** How the known tasks are written. */
    public static List<String> known() {
        return KNOWN;
    }

    /**
     * The tasks of these names, in their order, each once. Their data is not looked at.
     *
     * @param taskData path or URI of the folder with local copies of benchmark items; null where there is none
     * @throws InputException if a name is not known
     */
    public static List<EvaluationTask> parse(List<String> names, @Nullable String taskData) {
        return names.stream().distinct().map(name -> parse(name, taskData)).toList();
    }

    /** The task of one name; see {@link #parse(List, String)}. */
    public static EvaluationTask parse(String name, @Nullable String taskData) {
        if (name.equals(WikitextTask.NAME)) {
            return new WikitextTask(taskData);
        }
        LocatedTask located = LocatedTask.of(name)
                .orElseThrow(() -> new InputException("unknown evaluation task \"%s\"; the known ones are %s"
                        .formatted(name, String.join(", ", KNOWN))));
        return located.ofPictures() ? new ImageTask(located) : new PerplexityTask(located.location());
    }

    /** Number of items of a task, counted up to {@code limit}; null: all. */
    static int count(EvaluationTask task, @Nullable Integer limit) throws IOException {
        return task.count(limit(limit));
    }

    /** Items that are wanted of a task, at most; null: all. */
    static int limit(@Nullable Integer limit) {
        if (limit != null && limit < 1) {
            throw new InputException("limit of " + limit + " items for the evaluation: expected at least 1");
        }
        return limit == null ? Integer.MAX_VALUE : limit;
    }
}
