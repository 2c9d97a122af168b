package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.torch.TorchEngine;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden tensors were computed by transformers. */
class LanguageModelOracleTest {
    private static final ComputeOptions F32 = ComputeOptions.parse("cpu", "f32");
    private static final ComputeOptions BF16 = ComputeOptions.parse("cpu", "bf16");

    static List<String> models() {
        List<String> models = new ArrayList<>(Fixtures.languageModels());
        models.addAll(List.of(
                "fixtures/variants/llama-biases",
                "fixtures/variants/llama-wide-heads",
                "fixtures/variants/llama-gelu",
                "fixtures/variants/llama-older-linear",
                "fixtures/variants/llama-older-llama3"));
        return models;
    }

    @ParameterizedTest
    @MethodSource("models")
    void agreesInFloat32(String fixture) throws IOException {
        Path folder = Fixtures.path(fixture);
        Golden golden = Golden.read(folder);
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(folder), F32)) {
            Map<String, Double> differences = differences(model, golden);
            // There they are what goes into the norm behind the MLP, here what comes out of it.
            differences.keySet().removeIf(name -> fixture.endsWith("architectures/gemma2") && name.startsWith("mlp"));
            System.out.printf("%s: forward error %.1e%n", fixture, Collections.max(differences.values()));
            assertThat(differences)
                    .containsKeys(
                            "logits",
                            "block_output.0",
                            "block_output." + (model.architecture().blocks() - 1))
                    .allSatisfy((name, difference) ->
                            assertThat(difference).as(name).isLessThan(2e-5));
        }
    }

    /** bfloat16 has 8 significant bits, and the two libtorch releases add up in different orders. */
    @ParameterizedTest
    @ValueSource(strings = {"fixtures/variants/llama-bf16"})
    void agreesInBfloat16(String fixture) throws IOException {
        Path folder = Fixtures.path(fixture);
        Golden golden = Golden.read(folder);
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(folder), BF16)) {
            assertThat(differences(model, golden))
                    .allSatisfy((name, difference) ->
                            assertThat(difference).as(name).isLessThan(largest(golden.floats(name)) / 64));
        }
    }

    @Test
    void theDemoModelAgreesInBfloat16() throws IOException {
        Golden golden = Golden.read(Fixtures.path("fixtures/variants/demo-bf16"));
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(Fixtures.path("models/demo")), BF16)) {
            assertThat(differences(model, golden))
                    .hasSize(3)
                    .allSatisfy((name, difference) ->
                            assertThat(difference).as(name).isLessThan(largest(golden.floats(name)) / 64));
            double[] sums = model.logLikelihoods(golden.batch(), new int[] {1, 1});
            double[] expected = golden.doubles("log_likelihood");
            for (int i = 0; i < sums.length; i++) {
                assertThat(sums[i]).isCloseTo(expected[i], within(Math.abs(expected[i]) / 100));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-biases", "llama-wide-heads", "llama-older-linear", "llama-older-llama3"})
    void logLikelihoodsAgree(String fixture) throws IOException {
        Path folder = Fixtures.path("fixtures/variants/" + fixture);
        Golden golden = Golden.read(folder);
        double[] expected = golden.doubles("log_likelihood");
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(folder), F32)) {
            double[] sums = model.logLikelihoods(golden.batch(), new int[] {1, 1});
            assertThat(sums).containsExactly(expected, within(1e-5));
        }
    }

    /** Differences of everything that the golden file has. */
    private static Map<String, Double> differences(LanguageModel model, Golden golden) throws IOException {
        Map<String, Double> differences = new TreeMap<>();
        PartsTap tap = new PartsTap((name, values) -> {
            if (golden.has(name)) {
                differences.put(name, golden.difference(name, floats(values)));
            }
        });
        model.forward(golden.batch(), model.architecture().blocks() - 1, tap);
        if (golden.has("logits")) {
            try (NDManager manager = TorchEngine.newManager(model.device())) {
                NDArray logits = model.logits(manager, golden.batch());
                differences.put("logits", golden.difference("logits", floats(logits)));
            }
        }
        return differences;
    }

    private static float[] floats(NDArray values) {
        return values.toType(DataType.FLOAT32, true).toFloatArray();
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
