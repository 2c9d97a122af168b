package io.foldline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.calibrator.CalibratorStage;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorReader;
import io.foldline.evaluator.EvaluatorStage;
import io.foldline.event.Cut;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Evaluation;
import io.foldline.event.Fold;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskScore;
import io.foldline.merger.MergerStage;
import io.foldline.model.BlockModel;
import io.foldline.model.ComputeOptions;
import io.foldline.model.ImageBatch;
import io.foldline.model.ModelCache;
import io.foldline.model.Patches;
import io.foldline.model.VisionModel;
import io.foldline.model.image.PixelValues;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.scorer.ScorerStage;
import io.foldline.solver.SolverStage;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Pictures;
import io.foldline.testsupport.Python;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ViT and CLIP through all five stages: calibrated on a folder of pictures, measured on one, against transformers. */
class VisionPipelineOracleTest {
    private final ModelCache models = new ModelCache();
    private final TokenizedSamples samples = new TokenizedSamples();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        models.close();
        samples.close();
    }

    private RunRequested.Builder request(String name, Path output) throws IOException {
        Path model = folder.resolve(name);
        return Pictures.request(Files.exists(model) ? model : Pictures.model(name, model), output, 16)
                .setEvaluation(Evaluation.newBuilder()
                        .setTasks(List.of("images:" + Pictures.folder()))
                        .build());
    }

    private ModelEvaluated run(RunRequested request) throws IOException {
        InProcess run =
                new InProcess(new FileArtifactStore(folder.resolve("artifacts").toUri()));
        return run.run(
                new EvaluatorStage(models),
                run.run(
                        new MergerStage(),
                        run.run(
                                new SolverStage(),
                                run.run(
                                        new CalibratorStage(models, samples),
                                        run.run(new ScorerStage(models, samples), request)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit", "clip"})
    void droppedBlocksCostTheAccuracyThatTransformersLoses(String name) throws IOException {
        ModelEvaluated evaluated = run(request(name, folder.resolve("out"))
                .setMethod(Requests.method("uidl", RidgeKind.RELATIVE, 0))
                .setCuts(List.of(new Cut(2, 2)))
                .setTasksPerStage(2)
                .build());
        JsonNode golden = Pictures.golden().get(name);
        TaskScore score = evaluated.getScores().get(0);
        assertThat(score.getItems()).isEqualTo(16);
        assertThat(score.getDense()).containsEntry("acc", accuracy(golden.get("dense")));
        assertThat(score.getPruned()).containsEntry("acc", accuracy(golden.get("pruned")));
    }

    private static double accuracy(JsonNode golden) {
        return golden.properties().stream()
                        .filter(entry ->
                                entry.getKey().startsWith(entry.getValue().asText() + "/"))
                        .count()
                / 16.0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit", "clip"})
    void leastSquaresOnPicturesGivesACheckpointThatTransformersComputesTheSameWith(String name) throws Exception {
        ModelEvaluated one = run(leastSquares(name, folder.resolve("one")).build());
        ModelEvaluated two = run(
                leastSquares(name, folder.resolve("two")).setTasksPerStage(2).build());
        Fold fold = one.getFolds().get(0);
        assertThat(fold.getRelativeResidual()).isBetween(1e-6, 1.0);
        assertThat(two.getFolds().get(0).getRelativeResidual()).isCloseTo(fold.getRelativeResidual(), within(1e-9));
        assertThat(two.getScores()).isEqualTo(one.getScores());
        assertThat(folder.resolve("one/preprocessor_config.json")).exists();
        assertThat(Checkpoint.open(folder.resolve("one")).config().json().toString())
                .contains("\"num_hidden_layers\":4");
        assertTransformersAgrees(name, Locations.path(one.getOutput()));
    }

    private RunRequested.Builder leastSquares(String name, Path output) throws IOException {
        return request(name, output).setDrop(new Drop(DropUnit.BLOCKS, 2.0));
    }

    private void assertTransformersAgrees(String name, Path pruned) throws Exception {
        assumeTrue(
                Python.run(folder, "-c", "import torch, transformers, safetensors") == 0,
                "skipped: no python3 with transformers");
        Path pixels = Fixtures.path("fixtures/architectures/" + name).resolve("golden.safetensors");
        Path outputs = folder.resolve("outputs.json");
        try (BlockModel model = BlockModel.load(Checkpoint.open(pruned), ComputeOptions.parse("cpu", "f32"))) {
            Patches patches = Objects.requireNonNull(model.architecture().patches());
            float[][] rows = ((VisionModel) model).outputs(new ImageBatch(patches, images(pixels, patches)));
            Files.writeString(outputs, new ObjectMapper().writeValueAsString(rows));
        }
        Path script = folder.resolve("compare_vision.py");
        try (InputStream resource = getClass().getResourceAsStream("compare_vision.py")) {
            Files.write(script, Objects.requireNonNull(resource).readAllBytes());
        }
        assertThat(Python.run(folder, script.toString(), pruned.toString(), pixels.toString(), outputs.toString()))
                .as(() -> contentOf(folder.resolve("errors.txt").toFile()))
                .isZero();
        JsonNode result = new ObjectMapper().readTree(Files.readString(folder.resolve("output.txt")));
        assertThat(result.get("keys")).isEmpty();
        assertThat(result.get("difference").asDouble()).isLessThan(1e-4);
    }

    private static List<ImageBatch.Image> images(Path file, Patches patches) throws IOException {
        float[] pixels = TensorReader.floats(SafetensorsFile.read(file).tensor("pixel_values"));
        int size = patches.imageSize();
        int values = Patches.CHANNELS * size * size;
        return IntStream.range(0, pixels.length / values)
                .<ImageBatch.Image>mapToObj(i ->
                        () -> new PixelValues(size, size, Arrays.copyOfRange(pixels, i * values, (i + 1) * values)))
                .toList();
    }
}
