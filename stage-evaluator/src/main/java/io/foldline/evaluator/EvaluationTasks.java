package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalogue of benchmark tasks. */
public final class EvaluationTasks {
    private static final List<String> KNOWN = List.of(PerplexityTask.PREFIX + "FILE", WikitextTask.NAME);

    private EvaluationTasks() {}

    /** How the known tasks are written. */
    public static List<String> known() {
        return KNOWN;
    }

    /**
     * The tasks of these names, in their order, each once.
     *
     * @param taskData path or URI of the folder with local copies of benchmark items; null where there is none
     * @throws InputException if a name is not known, or a task needs data that is not there; says what to put where
     */
    public static List<EvaluationTask> parse(List<String> names, @Nullable String taskData) {
        return names.stream().distinct().map(name -> parse(name, taskData)).toList();
    }

    /** The task of one name; see {@link #parse(List, String)}. */
    public static EvaluationTask parse(String name, @Nullable String taskData) {
        if (name.startsWith(PerplexityTask.PREFIX) && name.length() > PerplexityTask.PREFIX.length()) {
            return new PerplexityTask(name.substring(PerplexityTask.PREFIX.length()));
        }
        if (name.equals(WikitextTask.NAME)) {
            return new WikitextTask(data(
                    name,
                    taskData,
                    WikitextTask.FILE,
                    "one JSON object a line with a page of WikiText in the field \"" + WikitextTask.COLUMN
                            + "\", as in the test split of EleutherAI/wikitext_document_level, wikitext-2-raw-v1"));
        }
        throw new InputException(
                "unknown evaluation task \"" + name + "\"; the known ones are " + String.join(", ", KNOWN));
    }

    private static String data(String task, @Nullable String taskData, String file, String content) {
        if (taskData == null) {
            throw new InputException(task + " needs a local copy of its items: give a task data folder with a file "
                    + file + ", " + content);
        }
        Path path = Locations.path(taskData).resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": no such file; " + task + " reads it: " + content);
        }
        return path.toString();
    }
}
