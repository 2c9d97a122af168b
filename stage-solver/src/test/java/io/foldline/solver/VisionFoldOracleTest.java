package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foldline.calibrator.StatisticsGatherer;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorReader;
import io.foldline.model.BlockModel;
import io.foldline.model.ComputeOptions;
import io.foldline.model.ImageBatch;
import io.foldline.model.Patches;
import io.foldline.model.SampleBatch;
import io.foldline.model.image.PixelValues;
import io.foldline.pruning.Cut;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transform of the cut 2:2 of vision towers, over all their tokens, against one solved from transformers' tensors. */
class VisionFoldOracleTest {
    private final LeastSquares solver = new LeastSquares(new EjmlAlgebra());

    /** 68 tokens for 64 dimensions: badly conditioned, so that rounding of the solve shows. */
    @ParameterizedTest
    @ValueSource(strings = {"clip", "vit"})
    void solvedFromGoldenTensors(String fixture) throws IOException {
        GoldenFold golden = GoldenFold.of("fixtures/architectures/" + fixture);
        assertTransform(golden, goldenStatistics(golden), 1e-6);
    }

    private static SplitStatistics goldenStatistics(GoldenFold golden) throws IOException {
        DMatrixRMaj mlp = golden.rows("mlp_output.2");
        DMatrixRMaj residual = CommonOps_DDRM.subtract(golden.rows("block_output.2"), mlp, null);
        DMatrixRMaj target = CommonOps_DDRM.subtract(golden.rows("block_output.4"), residual, null);
        return new Problem(mlp, target).fitOnly();
    }

    @ParameterizedTest
    @CsvSource({"clip, diagonal", "clip, orthogonal", "vit, diagonal", "vit, orthogonal"})
    void otherMethodsFromGoldenTensors(String fixture, String method) throws IOException {
        GoldenFold golden = GoldenFold.of("fixtures/architectures/" + fixture);
        assertMethod(fixture, method, goldenStatistics(golden), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"clip, diagonal", "clip, orthogonal", "vit, diagonal", "vit, orthogonal"})
    void otherMethodsFromOurForwardPass(String fixture, String method) throws IOException {
        assertMethod(fixture, method, ourStatistics(GoldenFold.of("fixtures/architectures/" + fixture)), 1e-5);
    }

    private static void assertMethod(String fixture, String method, SplitStatistics statistics, double tolerance)
            throws IOException {
        SafetensorsFile file = SafetensorsFile.read(
                Fixtures.path("fixtures/architectures/%s/golden_methods.safetensors".formatted(fixture)));
        Solution solution = TransformSolvers.of(PruningMethods.named(method), new EjmlAlgebra())
                .solve(statistics, RidgeSetting.DEFAULT);
        int width = solution.transform().numRows;
        DMatrixRMaj expected = DMatrixRMaj.wrap(width, width, file.readDoubles(method));
        double deviation = Problem.relativeDifference(solution.transform(), expected);
        System.out.printf("%s, %s: relative deviation %.1e%n", fixture, method, deviation);
        assertThat(deviation).isLessThan(tolerance);
        assertThat(solution.relativeResidual()).isCloseTo(file.readDoubles(method + "_residual")[0], within(tolerance));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip", "vit"})
    void solvedFromOurForwardPass(String fixture) throws IOException {
        GoldenFold golden = GoldenFold.of("fixtures/architectures/" + fixture);
        assertTransform(golden, ourStatistics(golden), 1e-5);
    }

    private static SplitStatistics ourStatistics(GoldenFold golden) throws IOException {
        try (BlockModel model = BlockModel.load(Checkpoint.open(golden.folder()), ComputeOptions.parse("cpu", "f32"));
                StatisticsGatherer gatherer = new StatisticsGatherer(model, List.of(new Cut(2, 2)), false, false)) {
            List<ImageBatch.Image> images =
                    images(golden, Objects.requireNonNull(model.architecture().patches()));
            SampleBatch.plan(model.architecture().patches(), images, 0).forEach(batch -> add(gatherer, batch));
            assertThat(gatherer.samples()).isEqualTo(4);
            assertThat(gatherer.tokens()).isEqualTo(4 * 17);
            return gatherer.statistics().get(0);
        }
    }

    private static void add(StatisticsGatherer gatherer, SampleBatch batch) {
        try {
            gatherer.add(batch);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<ImageBatch.Image> images(GoldenFold golden, Patches patches) throws IOException {
        float[] pixels = TensorReader.floats(golden.golden().tensor("pixel_values"));
        int size = patches.imageSize();
        int values = 3 * size * size;
        return IntStream.range(0, pixels.length / values)
                .<ImageBatch.Image>mapToObj(i ->
                        () -> new PixelValues(size, size, Arrays.copyOfRange(pixels, i * values, (i + 1) * values)))
                .toList();
    }

    private void assertTransform(GoldenFold golden, SplitStatistics statistics, double tolerance) throws IOException {
        Solution solution = solver.solve(statistics, new RidgeSetting.Absolute(golden.ridge()));
        double deviation = Problem.relativeDifference(solution.transform(), golden.transform());
        System.out.printf("%s: relative deviation %.1e%n", golden.folder().getFileName(), deviation);
        assertThat(deviation).isLessThan(tolerance);
    }
}
