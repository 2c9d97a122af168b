package io.foldline.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.foldline.cli.story.RunStory;
import io.foldline.evaluator.EvaluationTasks;
import io.foldline.evaluator.Metric;
import io.foldline.evaluator.TaskFacts;
import io.foldline.evaluator.TaskOptions;
import io.foldline.event.Evaluation;
import io.foldline.event.TaskScore;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scores of the pruned model as a repository of the Hugging Face hub holds them, in {@code .eval_results}: the first
 * metric of each task on a data set of the hub, shares in percent.
 */
final class EvalResults {
    static final String FILE = ".eval_results/foldline.yaml";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private EvalResults() {}

    /** The content of the file; empty if no task was on a data set of the hub. */
    static Optional<String> of(RunStory story) {
        Evaluation evaluation = story.request().getEvaluation();
        List<Map<String, Object>> results = new ArrayList<>();
        for (TaskFacts facts : EvaluationTasks.of(evaluation.getTasks(), TaskOptions.of(evaluation))
                .facts()) {
            story.evaluated().getScores().stream()
                    .filter(score -> score.getEvaluation().equals(facts.name())
                            && facts.dataSet().isPresent())
                    .findFirst()
                    .ifPresent(score -> results.add(result(facts, score)));
        }
        try {
            return results.isEmpty() ? Optional.empty() : Optional.of(YAML.writeValueAsString(results));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> result(TaskFacts facts, TaskScore score) {
        Metric metric = facts.metrics().get(0);
        double value = score.getPruned().getOrDefault(metric.name(), Double.NaN);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("dataset", Map.of("id", facts.dataSet().orElseThrow(), "task_id", facts.name()));
        result.put("value", metric.higherIsBetter() ? 100 * value : value);
        result.put(
                "notes",
                "%s, %d-shot, %d items, version %s of the task"
                        .formatted(
                                metric.name(),
                                score.getFewShot(),
                                score.getItems(),
                                facts.version().orElse("unknown")));
        return result;
    }
}
