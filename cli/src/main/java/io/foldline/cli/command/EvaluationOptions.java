package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.evaluator.LocatedTask;
import io.foldline.evaluator.TaskOptions;
import io.foldline.storage.HubData;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is measured on the dense and on the pruned model. */
final class EvaluationOptions {
    @Option(
            names = "--evaluate",
            paramLabel = "TASK",
            split = ",",
            description =
                    "Tasks, separated by commas: those of lm-evaluation-harness that are declared here or by --tasks-dir"
                            + " (hellaswag, piqa, arc_easy, arc_challenge, sciq, winogrande, boolq, openbookqa, copa, race,"
                            + " lambada_openai, mmlu and its parts, wikitext, gsm8k);"
                            + " ppl:FILE (perplexity of the texts of a .jsonl, .jsonl.gz, .csv, .parquet or .txt file, or of"
                            + " hf://datasets/ORG/NAME[@REVISION][/PATH]);"
                            + " for models of images images:PICTURES (accuracy on a folder of pictures with a subfolder a"
                            + " class, or .parquet files with a column of them, here or of the hub; #LABEL or #IMAGE:LABEL behind"
                            + " it names columns).")
    List<String> tasks = List.of();

    @Option(
            names = "--task-data",
            paramLabel = "DIR",
            description = "Folder with local copies of benchmark items, such as hellaswag.jsonl or mmlu/test.jsonl and"
                    + " mmlu/dev.jsonl. Default: they are downloaded from the hub.")
    @Nullable
    String taskData;

    @Option(
            names = "--tasks-dir",
            paramLabel = "DIR",
            description = "Folder with task files of your own (.yaml, with the fields of lm-evaluation-harness).")
    @Nullable
    String tasksDirectory;

    @Option(
            names = "--fewshot",
            paramLabel = "K",
            description = "Examples shown before each item. Default: as many as each task says, mostly none.")
    @Nullable
    Integer fewShot;

    @Option(names = "--limit", paramLabel = "N", description = "Items taken of each task, at most. Default: all.")
    @Nullable
    Integer limit;

    /** Found out once, since a branch may move. */
    private @Nullable List<String> names;

    /** Names of the tasks, a file in a name made absolute, a data set of the hub at its commit. */
    List<String> names() {
        if (names == null) {
            names = tasks.stream()
                    .map(String::strip)
                    .map(EvaluationOptions::name)
                    .toList();
        }
        return names;
    }

    private static String name(String task) {
        return LocatedTask.of(task)
                .map(given -> given.at(absolute(given.location())).name())
                .orElse(task);
    }

    private static String absolute(String location) {
        return HubData.isHub(location)
                ? Samples.uri(location)
                : Locations.path(location).toString();
    }

    /** What the user called the task that {@link #names} lists as {@code name}. */
    String asGiven(String name) {
        int index = names().indexOf(name);
        return index < 0 ? name : tasks.get(index).strip();
    }

    /** How tasks that files declare are measured. */
    TaskOptions options() {
        if (fewShot != null && fewShot < 0) {
            throw new InputException("--fewshot %d: expected 0 or more".formatted(fewShot));
        }
        return new TaskOptions(taskData, tasksDirectory, fewShot == null ? TaskOptions.AS_DECLARED : fewShot);
    }
}
