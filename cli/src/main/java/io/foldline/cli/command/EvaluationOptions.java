package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.evaluator.LocatedTask;
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
                    "Tasks, separated by commas: ppl:FILE (perplexity of the texts of a .jsonl, .jsonl.gz, .csv, .parquet or .txt file, or of"
                            + " hf://datasets/ORG/NAME[@REVISION][/PATH]) and"
                            + " wikitext; for models of images images:PICTURES (accuracy on a folder of pictures with a subfolder a"
                            + " class, or .parquet files with a column of them, here or of the hub; #LABEL or #IMAGE:LABEL behind"
                            + " it names columns).")
    List<String> tasks = List.of();

    @Option(
            names = "--task-data",
            paramLabel = "DIR",
            description = "Folder with local copies of benchmark items, such as wikitext.jsonl.")
    @Nullable
    String taskData;

    @Option(names = "--tasks-dir", hidden = true, description = "Not supported yet.")
    @Nullable
    String tasksDirectory;

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

    /** @throws InputException if something is asked for that is not there yet */
    void refuseUnsupported() {
        if (tasksDirectory != null) {
            throw new InputException(
                    "--tasks-dir is not supported yet; the tasks are ppl:FILE, wikitext and images:PICTURES");
        }
    }
}
