package io.foldline.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import io.foldline.cli.show.Metrics;
import io.foldline.cli.show.Numbers;
import io.foldline.cli.show.TextTable;
import io.foldline.evaluator.Evaluation;
import io.foldline.evaluator.EvaluationTasks;
import io.foldline.evaluator.TaskFigures;
import io.foldline.model.ComputeOptions;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code foldline evaluate}: measures one model, in this process and without a broker. */
@Command(name = "evaluate", sortOptions = false, description = "Measure a model on benchmark tasks.")
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    EvaluationOptions evaluation = new EvaluationOptions();

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "Tokens of context, at most. Default: the positions of the model.")
    @Nullable
    Integer maxLength;

    @Option(
            names = "--fewshot",
            paramLabel = "K",
            defaultValue = "0",
            hidden = true,
            description = "Examples shown before each item; none of the tasks takes any yet.")
    int fewShot;

    @Option(
            names = "--json",
            description = "Print the figures as one JSON object, and nothing else, on standard output.")
    boolean json;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        if (model.model == null || evaluation.tasks.isEmpty()) {
            throw new CommandLine.ParameterException(command, "Missing required options: '--model' and '--evaluate'");
        }
        evaluation.refuseUnsupported();
        if (fewShot != 0) {
            throw new InputException("--fewshot %d: the tasks %s take no examples; leave it out"
                    .formatted(fewShot, EvaluationTasks.known()));
        }
        Place place = Models.place(model.model);
        Path folder = Models.checkpoint(place, command.getErr());
        Samples.download(evaluation.names(), evaluation.limit, command.getErr());
        List<TaskFigures> figures = new Evaluation(
                        EvaluationTasks.parse(evaluation.names(), evaluation.taskData), evaluation.limit, maxLength)
                .evaluate(folder, ComputeOptions.parse(model.device, model.dtype), task -> (done, total, unit) -> {});
        PrintWriter out = command.getOut();
        out.print(json ? json(place, figures) + "\n" : table(figures));
        out.flush();
        return ExitCode.OK;
    }

    private static TextTable table(List<TaskFigures> figures) {
        TextTable table = new TextTable("task", "items", "metric", "value");
        for (TaskFigures task : figures) {
            for (Map.Entry<String, Double> metric : new TreeMap<>(task.values()).entrySet()) {
                table.row(
                        Metrics.shortTask(task.evaluation()),
                        Long.toString(task.items()),
                        metric.getKey(),
                        Numbers.score(metric.getValue()));
            }
        }
        return table;
    }

    private ObjectNode json(Place place, List<TaskFigures> figures) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("model", place.toString());
        ObjectNode tasks = json.putObject("evaluation");
        figures.forEach(task ->
                tasks.set(evaluation.asGiven(task.evaluation()), mapper.valueToTree(new TreeMap<>(task.values()))));
        return json;
    }
}
