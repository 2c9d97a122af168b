package io.foldline.evaluator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.text.Batches;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.Tokenizer;
import io.foldline.passes.BatchLoop;
import io.foldline.stage.ProgressListener;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures of dense models against transformers and lm-evaluation-harness. */
class EvaluatorOracleTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");

    /** A loaded model and how it is measured. */
    private record Measured(LanguageModel model, Tokenizer tokenizer, Evaluator evaluator) implements AutoCloseable {
        static Measured open(String name, @Nullable Integer maxLength) throws IOException {
            Path folder = Fixtures.path("models/" + name);
            LanguageModel model = LanguageModel.load(Checkpoint.open(folder), CPU);
            Tokenizer tokenizer = Tokenizer.load(folder);
            return new Measured(model, tokenizer, new Evaluator(model, tokenizer, maxLength));
        }

        Sums sums(EvaluationTask task, ItemRange range) throws IOException {
            return evaluator
                    .measure((TextTask) task, range, BatchLoop.unsaved(), ProgressListener.NONE, SampleListener.NONE)
                    .sums();
        }

        @Override
        public void close() {
            tokenizer.close();
            model.close();
        }
    }

    private static double perplexity(EvaluationTask task, Sums sums) {
        return requireNonNull(task.values(sums).get("perplexity"));
    }

    @ParameterizedTest
    @CsvSource({
        "stories260k, oracles/stories260k-drop1.json, data/text/tinystories-eval.jsonl",
        "demo, oracles/demo-drop3.json, data/text/demo-heldout.jsonl"
    })
    void perplexityIsThatOfTransformers(String model, String oracle, String texts) throws IOException {
        JsonNode golden = Golden.oracle(oracle);
        EvaluationTask task = Tasks.one("ppl:" + Fixtures.path(texts), null);
        try (Measured measured = Measured.open(model, 256)) {
            Sums sums = measured.sums(task, new ItemRange(0, 200));
            assertThat(sums.get(Sums.TOKENS))
                    .isEqualTo(golden.get("eval_tokens").asDouble());
            assertThat(perplexity(task, sums))
                    .isCloseTo(golden.get("dense_perplexity").asDouble(), Percentage.withPercentage(1e-4));
        }
    }

    /** Against the texts one by one, each left out in turn (jackknife). */
    @Test
    void perplexityHasTheStandardErrorOfItsTexts() throws IOException {
        EvaluationTask task = Tasks.one("ppl:" + Fixtures.path("data/text/tinystories-eval.jsonl"), null);
        int count = 40;
        try (Measured measured = Measured.open("stories260k", 64)) {
            double[] loss = new double[count];
            double[] tokens = new double[count];
            for (int i = 0; i < count; i++) {
                Sums one = measured.sums(task, new ItemRange(i, i + 1));
                loss[i] = -one.get(Sums.LOG_LIKELIHOOD);
                tokens[i] = one.get(Sums.TOKENS);
            }
            double allLoss = Arrays.stream(loss).sum();
            double allTokens = Arrays.stream(tokens).sum();
            double squares = 0;
            for (int i = 0; i < count; i++) {
                double left = (allLoss - loss[i]) / (allTokens - tokens[i]);
                squares += Math.pow(left - allLoss / allTokens, 2);
            }
            double jackknife = Math.exp(allLoss / allTokens) * Math.sqrt(squares * (count - 1) / count);

            Map<String, Double> values = task.values(measured.sums(task, new ItemRange(0, count)));
            assertThat(values.get("perplexity_stderr")).isCloseTo(jackknife, Percentage.withPercentage(5));
        }
    }

    @Test
    void wikitextIsThatOfTheHarness() throws IOException {
        JsonNode golden = Golden.oracle("oracles/lm-eval/stories260k-wikitext-2pages.json");
        EvaluationTask task = Tasks.one("wikitext", Fixtures.path("data/tasks").toString());
        try (Measured measured = Measured.open("stories260k", null)) {
            for (int page = 0; page < 2; page++) {
                double expected = golden.at("/samples/wikitext/" + page + "/loglikelihoods/0")
                        .asDouble();
                double logLikelihood =
                        measured.sums(task, new ItemRange(page, page + 1)).get(Sums.LOG_LIKELIHOOD);
                assertThat(logLikelihood).isCloseTo(expected, Percentage.withPercentage(1e-4));
            }
            Map<String, Double> figures = task.values(measured.sums(task, new ItemRange(0, 2)));
            golden.at("/results/wikitext")
                    .properties()
                    .forEach(metric -> assertThat(figures.get(metric.getKey()))
                            .as(metric.getKey())
                            .isCloseTo(metric.getValue().asDouble(), Percentage.withPercentage(1e-3)));
        }
    }

    @Test
    void sumsAreTheSameHoweverManyTasks() throws IOException {
        String texts = "data/text/tinystories-eval.jsonl";
        EvaluationTask task = Tasks.one("ppl:" + Fixtures.path(texts), null);
        try (Measured measured = Measured.open("stories260k", 64)) {
            Sums whole = measured.sums(task, new ItemRange(0, 100));
            Sums split = Sums.NONE;
            for (ItemRange range : Batches.taskRanges(100, 7)) {
                split = split.plus(measured.sums(task, range));
            }
            assertThat(split.items()).isEqualTo(100);
            assertThat(split.get(Sums.TOKENS)).isEqualTo(whole.get(Sums.TOKENS));
            assertThat(perplexity(task, split)).isCloseTo(perplexity(task, whole), within(1e-12));
        }
    }
}
