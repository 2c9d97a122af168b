package io.foldline.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.foldline.cli.show.Metrics;
import io.foldline.event.TaskScore;
import java.io.UncheckedIOException;
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
    static Optional<String> of(List<TaskScore> scores) {
        List<Map<String, Object>> results = scores.stream()
                .filter(score -> score.getDataSet() != null && score.getMetric() != null)
                .map(EvalResults::result)
                .toList();
        try {
            return results.isEmpty() ? Optional.empty() : Optional.of(YAML.writeValueAsString(results));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> result(TaskScore score) {
        double value = score.getPruned().getOrDefault(score.getMetric(), Double.NaN);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("dataset", Map.of("id", score.getDataSet(), "task_id", score.getEvaluation()));
        result.put("value", Metrics.lowerIsBetter(score.getMetric()) ? value : 100 * value);
        result.put(
                "notes",
                "%s, %d-shot, %d items, version %s of the task"
                        .formatted(
                                score.getMetric(),
                                score.getFewShot(),
                                score.getItems(),
                                score.getVersion() == null ? "unknown" : score.getVersion()));
        return result;
    }
}
