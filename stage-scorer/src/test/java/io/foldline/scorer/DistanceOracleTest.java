package io.foldline.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.BlockTap;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ChatSetting;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.SampleSet;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.model.torch.TorchEngine;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Distances of all candidates against an independent float64 computation and against the original library. */
class DistanceOracleTest {
    private static final double TOLERANCE = 1e-5;
    private static final int MAX_LENGTH = 256;

    /** Expected distances of all candidates of one size, over the first samples of the calibration set. */
    private record Curve(int removed, int samples, Distance distance, boolean normedLast, List<Double> expected) {}

    @Test
    void stories260k() throws IOException {
        List<Curve> curves = new ArrayList<>(oracle("stories260k-drop1.json"));
        curves.addAll(oracle("stories260k-drop2.json"));
        curves.add(reference(1, json("reference-stories260k.json")));
        assertDistances("stories260k", "tinystories-256.jsonl", curves);
    }

    @Test
    void demo() throws IOException {
        List<Curve> curves = new ArrayList<>();
        for (int removed = 1; removed <= 4; removed++) {
            curves.addAll(oracle("demo-drop" + removed + ".json"));
        }
        JsonNode reference = json("reference-demo.json");
        curves.add(reference(3, reference.get("drop3")));
        curves.add(reference(2, reference.get("two_cuts_of_2_one_shot_not_merged")));
        assertDistances("demo", "demo-calibration.jsonl", curves);
    }

    private static List<Curve> oracle(String name) throws IOException {
        JsonNode oracle = json(name);
        int removed = oracle.get("drop").asInt();
        int samples = oracle.get("distances").get("samples").asInt();
        JsonNode candidates = oracle.get("distances").get("candidates");
        return List.of(
                new Curve(removed, samples, Distance.ANGULAR, false, values(candidates, "angular_last")),
                new Curve(removed, samples, Distance.ANGULAR, true, values(candidates, "angular_last_hf")),
                new Curve(removed, samples, Distance.COSINE, false, values(candidates, "cosine")));
    }

    private static List<Double> values(JsonNode candidates, String key) {
        List<Double> values = new ArrayList<>();
        candidates.forEach(candidate -> values.add(candidate.get(key).asDouble()));
        return values;
    }

    /** What the original library gives, on 64 samples. */
    private static Curve reference(int removed, JsonNode reference) {
        List<Double> values = new ArrayList<>();
        reference.get("distances").forEach(value -> values.add(value.asDouble()));
        return new Curve(removed, 64, Distance.ANGULAR, true, values);
    }

    private static void assertDistances(String model, String calibration, List<Curve> curves) throws IOException {
        List<BlockDistances> computed = compute(model, calibration, curves);
        double worst = 0;
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            BlockDistances found = computed.get(i);
            assertThat(found.samples()).isEqualTo(curve.samples);
            assertThat(found.sums()).hasSize(curve.expected.size());
            for (int kept = 0; kept < curve.expected.size(); kept++) {
                double deviation = found.sums()[kept] / found.weight() - curve.expected.get(kept);
                assertThat(deviation).as("%s, kept %d", curve, kept).isEqualTo(0, within(TOLERANCE));
                worst = Math.max(worst, Math.abs(deviation));
            }
            found.close();
        }
        System.out.printf("%s: largest deviation of a distance %.1e%n", model, worst);
    }

    /** One pass a batch, in which every curve takes part whose samples reach so far. */
    private static List<BlockDistances> compute(String name, String calibration, List<Curve> curves)
            throws IOException {
        Path folder = Fixtures.path("models/" + name);
        String texts = Fixtures.path("data/calibration/" + calibration).toString();
        int samples = curves.stream().mapToInt(Curve::samples).max().getAsInt();
        List<int[]> ids = new TokenizedSamples()
                .ids(
                        new TokenizedSamples.Source(
                                folder,
                                SampleSet.first(texts, "text", samples),
                                MAX_LENGTH,
                                new ChatSetting(true, LocalDate.EPOCH)),
                        new ItemRange(0, samples));
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(folder), ComputeOptions.automatic())) {
            List<BlockDistances> all = curves.stream()
                    .map(curve -> new BlockDistances(model, curve.distance, List.of(curve.removed), curve.normedLast))
                    .toList();
            for (SampleBatch batch : SampleBatch.plan(ids, 0)) {
                try (NDManager scope = TorchEngine.newManager(model.device())) {
                    List<BlockDistances.Pass> passes = IntStream.range(0, curves.size())
                            .filter(i -> curves.get(i).samples > batch.numbers().get(0))
                            .mapToObj(i -> all.get(i).begin(scope, batch))
                            .toList();
                    model.forward(batch.tokens(), model.architecture().blocks() - 1, states -> {
                        for (BlockTap pass : passes) {
                            pass.accept(states);
                        }
                    });
                    passes.forEach(BlockDistances.Pass::commit);
                }
            }
            return all;
        }
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(Fixtures.path("oracles/" + name).toFile());
    }
}
