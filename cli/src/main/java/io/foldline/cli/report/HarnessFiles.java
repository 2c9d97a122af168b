package io.foldline.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.evaluator.EvaluationTask;
import io.foldline.evaluator.EvaluationTasks;
import io.foldline.evaluator.Metric;
import io.foldline.evaluator.SampleListener;
import io.foldline.evaluator.TaskFacts;
import io.foldline.evaluator.TaskFigures;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files in which lm-evaluation-harness leaves scores: {@code MODEL/results_TIME.json} and, for every task, {@code
 * MODEL/samples_TASK_TIME.jsonl}.
 */
public final class HarnessFiles implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private final String model;
    private final Path folder;
    private final String time =
            LocalDateTime.now(ZoneId.systemDefault()).toString().replace(':', '-');
    private final Map<String, Writer> samples = new LinkedHashMap<>();

    /**
     * @param folder that the folder of the model is made in
     * @param model name of the model
     */
    public HarnessFiles(Path folder, String model) throws IOException {
        this.model = model;
        this.folder = Files.createDirectories(folder.resolve(sanitized(model)));
    }

    private static String sanitized(String model) {
        return model.replaceAll("[\"<>:/|\\\\?*\\[\\]]+", "__");
    }

    /** Writes the items of a task as they come. */
    public SampleListener samples(EvaluationTask task) throws IOException {
        Path file = folder.resolve("samples_%s_%s.jsonl".formatted(sanitized(task.name()), time));
        Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        samples.put(task.name(), writer);
        return (item, sample) -> {
            ObjectNode numbered = JSON.createObjectNode().put("doc_id", item);
            numbered.setAll(sample);
            writer.write(numbered + "\n");
        };
    }

    /**
     * Writes the scores.
     *
     * @param figures by the name of the task or group
     * @param config what the model was measured with
     * @param seconds that it took
     * @return the file
     */
    public Path results(EvaluationTasks tasks, Map<String, TaskFigures> figures, ObjectNode config, double seconds)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode results = root.putObject("results");
        ObjectNode groups = JSON.createObjectNode();
        ObjectNode subtasks = JSON.createObjectNode();
        ObjectNode versions = JSON.createObjectNode();
        ObjectNode shots = JSON.createObjectNode();
        ObjectNode better = JSON.createObjectNode();
        ObjectNode counts = JSON.createObjectNode();
        for (TaskFacts facts : tasks.facts()) {
            TaskFigures found = figures.get(facts.name());
            if (found == null) {
                continue;
            }
            ObjectNode result = result(facts, found);
            results.set(facts.name(), result);
            facts.version().ifPresent(version -> versions.set(facts.name(), number(version)));
            ObjectNode directions = better.putObject(facts.name());
            facts.metrics().forEach(metric -> directions.put(metric.plainName(), metric.higherIsBetter()));
            if (facts.group()) {
                groups.set(facts.name(), result);
                tasks.members(facts.name()).forEach(subtasks.putArray(facts.name())::add);
            } else {
                shots.put(facts.name(), facts.fewShot().getAsInt());
                counts.putObject(facts.name()).put("effective", found.items());
            }
        }
        if (!groups.isEmpty()) {
            root.set("groups", groups);
        }
        root.set("group_subtasks", subtasks);
        root.set("versions", versions);
        root.set("n-shot", shots);
        root.set("higher_is_better", better);
        root.set("n-samples", counts);
        root.set("config", config);
        root.put("date", System.currentTimeMillis() / 1000.0);
        root.put("model_source", "foldline");
        root.put("model_name", model);
        root.put("model_name_sanitized", sanitized(model));
        root.put("total_evaluation_time_seconds", Double.toString(seconds));
        Path file = folder.resolve("results_" + time + ".json");
        Files.writeString(file, PRETTY.writeValueAsString(root) + "\n", StandardCharsets.UTF_8);
        return file;
    }

    /** A number where the version is one, as in the files of the harness. */
    private static JsonNode number(String version) {
        return version.matches("\\d+(\\.\\d+)?")
                ? JSON.getNodeFactory().numberNode(new BigDecimal(version))
                : JSON.getNodeFactory().textNode(version);
    }

    private static ObjectNode result(TaskFacts facts, TaskFigures found) {
        ObjectNode result = JSON.createObjectNode();
        result.put("name", facts.name()).put("alias", facts.shown());
        result.put("sample_len", found.items());
        for (Metric metric : facts.metrics()) {
            Double value = found.values().get(metric.name());
            if (value != null) {
                result.put(metric.plainName() + "," + metric.filter(), value);
                Double error = found.values().get(metric.errorName());
                String name = metric.plainName() + "_stderr," + metric.filter();
                if (error == null) {
                    result.put(name, "N/A");
                } else {
                    result.put(name, error);
                }
            }
        }
        return result;
    }

    @Override
    public void close() throws IOException {
        for (Writer writer : samples.values()) {
            writer.close();
        }
    }
}
