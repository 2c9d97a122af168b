package io.foldline.merger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.model.BlockModel;
import io.foldline.model.ComputeOptions;
import io.foldline.model.ImageBatch;
import io.foldline.model.Patches;
import io.foldline.model.VisionModel;
import io.foldline.model.image.PixelValues;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Python;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vision towers that were folded compute what transformers computed after the same fold; the text tower stays as it is. */
class VisionCheckpointOracleTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"clip", "vit"})
    void outputsAreThoseOfTransformers(String fixture) throws IOException {
        Path source = Fixtures.path("fixtures/architectures/" + fixture);
        float[] expected = floats(source.resolve("golden_fold.safetensors"), "pruned_output");
        try (BlockModel model = BlockModel.load(prune(source), ComputeOptions.parse("cpu", "f32"))) {
            Patches patches = Objects.requireNonNull(model.architecture().patches());
            float[][] found = ((VisionModel) model).outputs(new ImageBatch(patches, images(source, patches)));
            double worst = 0;
            for (int i = 0; i < expected.length; i++) {
                double difference = expected[i] - found[i / found[0].length][i % found[0].length];
                worst = Math.max(worst, Math.abs(difference));
            }
            System.out.printf("%s: pruned output differs by %.1e%n", fixture, worst);
            assertThat(worst).isLessThan(1e-4);
        }
    }

    @Test
    void theTextTowerIsCarriedByteForByteAndTheVisionTowerAloneShrinks() throws IOException {
        Path source = Fixtures.path("fixtures/architectures/clip");
        Checkpoint dense = Checkpoint.open(source);
        Checkpoint pruned = prune(source);
        List<String> texts = dense.tensors().keySet().stream()
                .filter(name -> name.startsWith("text_") || name.equals("logit_scale"))
                .toList();
        assertThat(texts).hasSizeGreaterThan(60);
        for (String name : texts) {
            assertThat(TensorReader.floats(pruned.tensor(name))).isEqualTo(TensorReader.floats(dense.tensor(name)));
        }
        JsonNode config = pruned.config().json();
        assertThat(config.at("/vision_config/num_hidden_layers").asInt()).isEqualTo(4);
        assertThat(config.at("/text_config/num_hidden_layers").asInt()).isEqualTo(4);
        assertThat(config.has("num_hidden_layers")).isFalse();
        assertThat(pruned.tensors()).hasSize(dense.tensors().size() - 2 * 16);
    }

    @Test
    void stockTransformersLoadsThemAndComputesTheSame() throws Exception {
        assumeTrue(
                Python.run(folder, "-c", "import torch, transformers, safetensors") == 0,
                "skipped: no python3 with transformers");
        for (String fixture : List.of("clip", "vit")) {
            Path source = Fixtures.path("fixtures/architectures/" + fixture);
            Path pruned = prune(source).path();
            Path script = folder.resolve("load_pruned_vision.py");
            try (InputStream resource = getClass().getResourceAsStream("load_pruned_vision.py")) {
                Files.write(script, Objects.requireNonNull(resource).readAllBytes());
            }
            assertThat(Python.run(folder, script.toString(), pruned.toString(), source.toString()))
                    .as(() -> contentOf(folder.resolve("errors.txt").toFile()))
                    .isZero();
            JsonNode result = new ObjectMapper().readTree(Files.readString(folder.resolve("output.txt")));
            assertThat(result.get("keys")).isEmpty();
            assertThat(result.get("difference").asDouble()).isLessThan(1e-5);
        }
    }

    private Checkpoint prune(Path source) throws IOException {
        double[] values =
                SafetensorsFile.read(source.resolve("golden_fold.safetensors")).readDoubles("transform");
        int width = (int) Math.sqrt(values.length);
        Path out = folder.resolve("pruned-" + source.getFileName());
        new CheckpointWriter()
                .write(
                        PrunedCheckpoint.draft(
                                Checkpoint.open(source),
                                List.of(3, 4),
                                Map.of(2, () -> DMatrixRMaj.wrap(width, width, values))),
                        out,
                        "r",
                        WriteProgress.SILENT);
        return Checkpoint.open(out);
    }

    private static List<ImageBatch.Image> images(Path source, Patches patches) throws IOException {
        float[] pixels = floats(source.resolve("golden.safetensors"), "pixel_values");
        int size = patches.imageSize();
        int values = 3 * size * size;
        return IntStream.range(0, pixels.length / values)
                .<ImageBatch.Image>mapToObj(i ->
                        () -> new PixelValues(size, size, Arrays.copyOfRange(pixels, i * values, (i + 1) * values)))
                .toList();
    }

    private static float[] floats(Path file, String name) throws IOException {
        return TensorReader.floats(SafetensorsFile.read(file).tensor(name));
    }
}
