package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.model.image.PixelValues;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden tensors were computed by transformers. */
class VisionModelOracleTest {
    private static final ComputeOptions F32 = ComputeOptions.parse("cpu", "f32");

    @ParameterizedTest
    @ValueSource(strings = {"clip", "vit"})
    void everyTapAndTheOutputAgree(String fixture) throws IOException {
        Path folder = Fixtures.path("fixtures/architectures/" + fixture);
        GoldenImages golden = GoldenImages.read(folder);
        try (VisionModel model = load(folder)) {
            ImageBatch batch = golden.batch(model.architecture().requiredPatches());
            Map<String, Double> differences = taps(model, batch, golden);
            differences.put("output", golden.difference("output", flat(model.outputs(batch))));
            System.out.printf(
                    "%s: forward differs by %.1e%n", folder.getFileName(), Collections.max(differences.values()));
            assertThat(differences)
                    .hasSize(13)
                    .allSatisfy((name, difference) ->
                            assertThat(difference).as(name).isLessThan(1e-4));
        }
    }

    private static Map<String, Double> taps(VisionModel model, ImageBatch batch, GoldenImages golden)
            throws IOException {
        Map<String, Double> differences = new TreeMap<>();
        PartsTap tap =
                new PartsTap((name, values) -> differences.put(name, golden.difference(name, values.toFloatArray())));
        model.forward(batch, model.architecture().blocks() - 1, tap);
        return differences;
    }

    @Test
    void theClassTokenStandsForAnImageAndEveryTokenIsReal() throws IOException {
        Path folder = Fixtures.path("fixtures/architectures/clip");
        Patches patches = Architecture.of(Checkpoint.open(folder)).requiredPatches();
        ImageBatch batch = GoldenImages.read(folder).batch(patches);
        assertThat(patches.tokens()).isEqualTo(17);
        assertThat(batch.summaryIndices()).containsExactly(0, 17, 34, 51);
        assertThat(batch.realTokens()).isEqualTo(68);
        assertThat(batch.part(1, 3).size()).isEqualTo(2);
    }

    @Test
    void imagesOfAnotherSizeAreRefused() throws IOException {
        try (VisionModel model = load(Fixtures.path("fixtures/architectures/clip"))) {
            ImageBatch batch = new ImageBatch(
                    model.architecture().requiredPatches(),
                    List.of(() -> new PixelValues(40, 32, new float[3 * 40 * 32])));
            assertThatThrownBy(() -> model.outputs(batch))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("gives images of 40 by 32 pixels")
                    .hasMessageContaining("takes 32 by 32");
            assertThatThrownBy(() -> model.forward(new TokenBatch(new int[][] {{1}}), 0, BlockTap.NONE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("model_type clip takes images");
        }
    }

    @Test
    void theNestedNumberOfBlocksShrinksWhereverItStands() throws IOException {
        JsonNode config = Checkpoint.open(Fixtures.path("fixtures/architectures/clip"))
                .config()
                .json();
        Map<String, JsonNode> kept = Architecture.of(config).keeping(config, List.of(0, 1, 5));
        assertThat(kept).containsOnlyKeys("vision_config");
        assertThat(Objects.requireNonNull(kept.get("vision_config"))
                        .get("num_hidden_layers")
                        .asInt())
                .isEqualTo(3);
        assertThat(Objects.requireNonNull(kept.get("vision_config"))
                        .get("patch_size")
                        .asInt())
                .isEqualTo(8);

        JsonNode older = new ObjectMapper()
                .readTree("{\"model_type\": \"clip\", \"vision_config\": {\"num_hidden_layers\": 12},"
                        + " \"vision_config_dict\": {\"num_hidden_layers\": 24, \"patch_size\": 14}}");
        assertThat(Architecture.of(older).blocks()).isEqualTo(24);
        Map<String, JsonNode> both = Architecture.of(older).keeping(older, List.of(0, 1));
        assertThat(both).containsOnlyKeys("vision_config", "vision_config_dict");
        assertThat(both.values())
                .allSatisfy(section ->
                        assertThat(section.get("num_hidden_layers").asInt()).isEqualTo(2));
    }

    private static VisionModel load(Path folder) throws IOException {
        return (VisionModel) BlockModel.load(Checkpoint.open(folder), F32);
    }

    private static float[] flat(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < all.length; i++) {
            all[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return all;
    }
}
