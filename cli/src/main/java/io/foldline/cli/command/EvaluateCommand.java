package io.foldline.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.cli.report.HarnessFiles;
import io.foldline.cli.show.HarnessTable;
import io.foldline.evaluator.Evaluation;
import io.foldline.evaluator.EvaluationTask;
import io.foldline.evaluator.EvaluationTasks;
import io.foldline.evaluator.SampleListener;
import io.foldline.evaluator.TaskFigures;
import io.foldline.model.ComputeOptions;
import io.foldline.stage.ProgressListener;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            names = "--output-path",
            paramLabel = "DIR",
            description = "Also write the scores, and all items with their answers, as lm-evaluation-harness does:"
                    + " DIR/MODEL/results_TIME.json and samples_TASK_TIME.jsonl.")
    @Nullable
    Path outputPath;

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
        long start = System.nanoTime();
        Place place = Models.place(model.model);
        EvaluationTasks tasks = EvaluationTasks.of(evaluation.names(), evaluation.options());
        Path folder = Models.checkpoint(place, command.getErr());
        Samples.download(evaluation.names(), evaluation.limit, command.getErr());
        Samples.require(tasks, EvaluationTasks.limit(evaluation.limit));
        Evaluation measured = new Evaluation(tasks, evaluation.limit, maxLength);
        ComputeOptions compute = ComputeOptions.parse(model.device, model.dtype);
        Map<String, TaskFigures> figures;
        if (outputPath == null) {
            figures = byName(measured.evaluate(folder, compute, new Listener(Optional.empty())));
        } else {
            try (HarnessFiles files = new HarnessFiles(outputPath, place.toString())) {
                figures = byName(measured.evaluate(folder, compute, new Listener(Optional.of(files))));
                files.results(tasks, figures, config(), (System.nanoTime() - start) / 1e9);
            }
        }
        PrintWriter out = command.getOut();
        out.print(json ? json(place, figures) + "\n" : HarnessTable.of(tasks, figures));
        out.flush();
        return ExitCode.OK;
    }

    private static Map<String, TaskFigures> byName(List<TaskFigures> figures) {
        Map<String, TaskFigures> byName = new LinkedHashMap<>();
        figures.forEach(task -> byName.put(task.evaluation(), task));
        return byName;
    }

    private ObjectNode config() {
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.put("model", "foldline").put("model_args", "pretrained=" + model.model + ",dtype=" + model.dtype);
        config.put("device", model.device).put("limit", evaluation.limit);
        return config;
    }

    /** Where samples go. */
    private record Listener(Optional<HarnessFiles> files) implements Evaluation.Listener {
        @Override
        public ProgressListener progress(EvaluationTask task) {
            return ProgressListener.NONE;
        }

        @Override
        public SampleListener samples(EvaluationTask task) throws IOException {
            return files.isPresent() ? files.get().samples(task) : SampleListener.NONE;
        }
    }

    private ObjectNode json(Place place, Map<String, TaskFigures> figures) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("model", place.toString());
        ObjectNode tasks = json.putObject("evaluation");
        figures.values()
                .forEach(task -> tasks.set(
                        evaluation.asGiven(task.evaluation()), mapper.valueToTree(new TreeMap<>(task.values()))));
        return json;
    }
}
