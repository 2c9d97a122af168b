package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalogue of benchmark tasks. */
public final class EvaluationTasks {
    /** How the names of tasks begin that are followed by where texts are. */
    public static final String PERPLEXITY = PerplexityTask.PREFIX;

    /** How the names of tasks begin that are followed by a location. */
    public static final List<String> WITH_LOCATION = List.of(PERPLEXITY, ImageTask.PREFIX);

    private static final List<String> KNOWN =
            List.of(PerplexityTask.PREFIX + "FILE", WikitextTask.NAME, ImageTask.PREFIX + "FOLDER");

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
        if (name.startsWith(PerplexityTask.PREFIX) && name.length() > PerplexityTask.PREFIX.length()) {
            return new PerplexityTask(name.substring(PerplexityTask.PREFIX.length()));
        }
        if (name.startsWith(ImageTask.PREFIX) && name.length() > ImageTask.PREFIX.length()) {
            return new ImageTask(name.substring(ImageTask.PREFIX.length()));
        }
        if (name.equals(WikitextTask.NAME)) {
            return new WikitextTask(taskData);
        }
        throw new InputException(
                "unknown evaluation task \"" + name + "\"; the known ones are " + String.join(", ", KNOWN));
    }

    /** Number of items of a task, counted up to {@code limit}; null: all. */
    static int count(EvaluationTask task, @Nullable Integer limit) throws IOException {
        if (limit != null && limit < 1) {
            throw new InputException("limit of " + limit + " items for the evaluation: expected at least 1");
        }
        return task.count(limit == null ? Integer.MAX_VALUE : limit);
    }
}
