package io.foldline.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.event.BlocksScored;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.model.ComputeOptions;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores of single blocks against independent computations: hooks on transformers, and the autograd of torch. */
class BlockScoresOracleTest {
    private static final String STORIES = "models/stories260k";

    @TempDir
    private Path directory;

    private final ModelCache models = new ModelCache();

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void blockInfluence() throws IOException {
        JsonNode oracle = json("stories260k-drop2.json").get("distances").get("bi");

        BlocksScored scored = score("bi", Map.of(), 128, 256);

        assertScores(scored, oracle, 1e-5);
        assertThat(scored.getPlan().getRemoved()).containsExactly(2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"taylor", "magnitude"})
    void saliencesOfTheSmallModel(String selector) throws IOException {
        JsonNode oracle = json("saliences.json").get(STORIES);
        List<Integer> lowest = IntStream.range(1, 5)
                .boxed()
                .sorted((one, other) -> Double.compare(
                        oracle.get(selector).get(one).asDouble(),
                        oracle.get(selector).get(other).asDouble()))
                .limit(2)
                .toList();

        BlocksScored scored =
                score(selector, Map.of(), 30, oracle.get("max_length").asInt());

        assertScores(scored, oracle.get(selector), 1e-4);
        assertThat(scored.getPlan().getRemoved()).containsExactlyInAnyOrderElementsOf(lowest);
        assertThat(scored.getSamples()).isEqualTo(selector.equals("taylor") ? 10 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-yarn",
                "gpt2-bare",
                "opt-bare",
                "phi",
                "gemma2",
                "falcon-multi-query",
                "qwen2-moe",
                "mistral-window"
            })
    void saliencesOfOtherFamilies(String family) throws IOException {
        String name = "fixtures/families/" + family;
        assertSaliences(Fixtures.path(name), json("saliences.json").get(name));
    }

    /** Its gradient is told from its result, which is then multiplied by the gate. */
    @Test
    void saliencesBehindAGatedRelu() throws IOException {
        Path model = Files.createDirectory(directory.resolve("relu"));
        Path former = Fixtures.path("fixtures/families/llama-yarn");
        Files.copy(former.resolve("model.safetensors"), model.resolve("model.safetensors"));
        String config = Files.readString(former.resolve("config.json"));
        Files.writeString(model.resolve("config.json"), config.replace("\"silu\"", "\"relu\""));

        assertSaliences(model, json("saliences.json").get("relu"));
    }

    private void assertSaliences(Path model, JsonNode oracle) throws IOException {
        try (ModelCache.Lease lease = models.lease(model, ComputeOptions.parse("cpu", "f32"));
                WeightScores scores = new WeightScores()) {
            BlockScores taylor = scores.saliences(lease.model(), batches(oracle.get("texts")), done -> {});
            BlockScores magnitude = scores.magnitudes(lease.model(), done -> {});
            for (int block = 1; block < oracle.get("taylor").size(); block++) {
                assertClose(
                        taylor.sums()[block - 1] / taylor.weight(),
                        oracle.get("taylor").get(block),
                        1e-4);
                assertClose(magnitude.sums()[block - 1], oracle.get("magnitude").get(block), 1e-6);
            }
        }
    }

    @Test
    void protectedBlocksStay() throws IOException {
        BlocksScored scored = score("bi", Map.of("protect-first", "2", "protect-last", "1"), 8, 64);

        assertThat(scored.getCandidates()).hasSize(4);
        assertThat(scored.getPlan().getRemoved()).containsExactly(2, 3);
    }

    private BlocksScored score(String selector, Map<String, String> options, int samples, int maxLength)
            throws IOException {
        RunRequested request = Requests.stories(directory.resolve("pruned"), samples)
                .setSelector(new Selector(selector, options))
                .setDrop(new Drop(DropUnit.BLOCKS, 2.0))
                .setCalibration(Requests.calibration(
                        Fixtures.path("data/calibration/tinystories-256.jsonl"), samples, maxLength))
                .setTasksPerStage(3)
                .build();
        return new InProcess(new FileArtifactStore(directory.toUri()))
                .run(new ScorerStage(models, new TokenizedSamples()), request);
    }

    private static void assertScores(BlocksScored scored, JsonNode expected, double tolerance) {
        assertThat(scored.getCandidates()).hasSize(expected.size() - 1);
        for (int block = 1; block < expected.size(); block++) {
            assertClose(scored.getCandidates().get(block - 1).getDistance(), expected.get(block), tolerance);
        }
    }

    private static void assertClose(double found, JsonNode expected, double tolerance) {
        assertThat(found).isEqualTo(expected.asDouble(), within(tolerance * expected.asDouble()));
    }

    /** The first alone and the others together, so that batches add up and there is padding. */
    private static List<SampleBatch> batches(JsonNode texts) {
        int[][] ids = new ObjectMapper().convertValue(texts, int[][].class);
        TokenBatch all = new TokenBatch(ids);
        return List.of(
                new SampleBatch(all.part(0, 1), List.of(0)),
                new SampleBatch(
                        all.part(1, ids.length),
                        IntStream.range(1, ids.length).boxed().toList()));
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(Fixtures.path("oracles/" + name).toFile());
    }
}
