package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.model.ComputeOptions;
import io.foldline.stage.ProgressListener;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that files declare against lm-evaluation-harness: scores, and the likelihood of every continuation. */
class HarnessOracleTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");

    @ParameterizedTest
    @ValueSource(strings = {"stories260k-first50", "stories260k-mmlu-0shot-first20", "stories260k-mmlu-5shot-first20"})
    void scoresAndLikelihoodsAreThoseOfTheHarness(String name) throws IOException {
        JsonNode golden = Golden.oracle("oracles/lm-eval/" + name + ".json");
        Path data = Fixtures.path("data/tasks/hellaswag.jsonl").getParent();
        List<String> names = new ArrayList<>();
        golden.get("results").fieldNames().forEachRemaining(names::add);
        EvaluationTasks tasks = EvaluationTasks.of(
                names,
                new TaskOptions(
                        String.valueOf(data), null, golden.get("fewshot").asInt()));
        Samples samples = new Samples();
        List<TaskFigures> figures = new Evaluation(tasks, golden.get("limit").asInt(), null)
                .evaluate(Fixtures.path("models/stories260k"), CPU, samples);

        assertThat(figures).hasSameSizeAs(names);
        for (TaskFigures task : figures) {
            golden.at("/results/" + task.evaluation())
                    .properties()
                    .forEach(metric -> assertThat(task.values().get(metric.getKey()))
                            .as("%s %s", task.evaluation(), metric.getKey())
                            .isCloseTo(
                                    metric.getValue().asDouble(),
                                    Percentage.withPercentage(metric.getKey().equals("perplexity") ? 1e-4 : 1e-10)));
            assertLikelihoods(samples.likelihoods(task.evaluation()), golden.at("/samples/" + task.evaluation()));
        }
    }

    private static void assertLikelihoods(List<double[]> found, JsonNode golden) {
        assertThat(found).hasSameSizeAs(golden);
        for (int i = 0; i < found.size(); i++) {
            JsonNode expected = golden.get(i).get("loglikelihoods");
            assertThat(found.get(i)).hasSize(expected.size());
            for (int choice = 0; choice < expected.size(); choice++) {
                assertThat(found.get(i)[choice])
                        .isCloseTo(expected.get(choice).asDouble(), Percentage.withPercentage(1e-2));
            }
        }
    }

    /** Keeps the likelihoods of every item. */
    private static final class Samples implements Evaluation.Listener {
        private final Map<String, List<double[]>> likelihoods = new HashMap<>();

        List<double[]> likelihoods(String task) {
            return likelihoods.getOrDefault(task, List.of());
        }

        @Override
        public ProgressListener progress(EvaluationTask task) {
            return ProgressListener.NONE;
        }

        @Override
        public SampleListener samples(EvaluationTask task) {
            List<double[]> all = likelihoods.computeIfAbsent(task.name(), name -> new ArrayList<>());
            return (item, sample) -> {
                assertThat(item).isEqualTo(all.size());
                assertThat(new TreeSet<>(List.of("doc", "target", "arguments", "resps", "filtered_resps")))
                        .allSatisfy(
                                field -> assertThat(sample.has(field)).as(field).isTrue());
                JsonNode responses = sample.get("filtered_resps");
                double[] each = new double[responses.size()];
                for (int i = 0; i < each.length; i++) {
                    each[i] = responses.get(i).get(0).asDouble();
                }
                all.add(each);
            };
        }
    }
}
