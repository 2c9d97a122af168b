package io.foldline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.calibrator.CalibratorStage;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.SafetensorsWriter;
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
import io.foldline.model.image.ImageColumns;
import io.foldline.model.image.ImageProcessing;
import io.foldline.model.image.ImageSource;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({"vit, diagonal", "vit, orthogonal", "clip, diagonal", "clip, orthogonal"})
    void otherMethodsGiveWhatIsComputedInFloat64(String name, String method) throws Exception {
        assumeTransformers();
        ModelEvaluated pruned = run(request(name, folder.resolve("out"))
                .setMethod(Requests.method(method, RidgeKind.RELATIVE, 0))
                .setCuts(List.of(new Cut(2, 2)))
                .setTasksPerStage(2)
                .build());
        Path calibration = folder.resolve("calibration.safetensors");
        writePixels(folder.resolve(name), calibration);
        JsonNode oracle = python(
                "prune_vision.py",
                folder.resolve(name).toString(),
                Locations.path(pruned.getOutput()).toString(),
                calibration.toString(),
                golden(name).toString(),
                method,
                "2",
                "4");
        System.out.printf("%s, %s: %s%n", name, method, oracle);
        assertThat(pruned.getFolds().get(0).getRelativeResidual())
                .isCloseTo(oracle.get("residual").asDouble(), within(1e-5))
                .isBetween(1e-6, 1.0);
        assertThat(oracle.get("difference").asDouble()).isLessThan(1e-4);
    }

    /** The calibration pictures as the model takes them. */
    private static void writePixels(Path model, Path file) throws IOException {
        ImageProcessing processing = ImageProcessing.load(model);
        ImageSource images = ImageSource.open(Pictures.folder().toString(), ImageColumns.USUAL);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            for (float value : processing.apply(images.read(i), images.name(i)).values()) {
                values.add((double) value);
            }
        }
        double[] pixels = values.stream().mapToDouble(Double::doubleValue).toArray();
        DoubleTensor tensor = new DoubleTensor(List.of(16L, 3L, 32L, 32L), pixels);
        SafetensorsWriter.write(file, Map.of(), Map.of("pixel_values", tensor));
    }

    private RunRequested.Builder leastSquares(String name, Path output) throws IOException {
        return request(name, output).setDrop(new Drop(DropUnit.BLOCKS, 2.0));
    }

    private void assertTransformersAgrees(String name, Path pruned) throws Exception {
        assumeTransformers();
        Path pixels = golden(name);
        Path outputs = folder.resolve("outputs.json");
        try (BlockModel model = BlockModel.load(Checkpoint.open(pruned), ComputeOptions.parse("cpu", "f32"))) {
            Patches patches = Objects.requireNonNull(model.architecture().patches());
            float[][] rows = ((VisionModel) model).outputs(new ImageBatch(patches, images(pixels, patches)));
            Files.writeString(outputs, new ObjectMapper().writeValueAsString(rows));
        }
        JsonNode result = python("compare_vision.py", pruned.toString(), pixels.toString(), outputs.toString());
        assertThat(result.get("keys")).isEmpty();
        assertThat(result.get("difference").asDouble()).isLessThan(1e-4);
    }

    private static Path golden(String name) {
        return Fixtures.path("fixtures/architectures/" + name).resolve("golden.safetensors");
    }

    private void assumeTransformers() throws InterruptedException {
        assumeTrue(
                Python.run(folder, "-c", "import torch, transformers, safetensors") == 0,
                "skipped: no python3 with transformers");
    }

    /** What a script beside this test prints, JSON. */
    private JsonNode python(String name, String... arguments) throws Exception {
        Path script = folder.resolve(name);
        try (InputStream resource = getClass().getResourceAsStream(name)) {
            Files.write(script, Objects.requireNonNull(resource).readAllBytes());
        }
        String[] line = Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        assertThat(Python.run(folder, line))
                .as(() -> contentOf(folder.resolve("errors.txt").toFile()))
                .isZero();
        return new ObjectMapper().readTree(Files.readString(folder.resolve("output.txt")));
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
