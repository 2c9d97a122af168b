package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.calibrator.StatisticsGatherer;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ChatSetting;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.SampleSet;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.pruning.Cut;
import io.foldline.pruning.CutProblem;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** Transforms and residuals against an independent float64 computation and against the original library. */
class TransformOracleTest {
    private static final double TOLERANCE = 1e-5;
    private static final RidgeSetting RIDGE = new RidgeSetting.Relative(1e-3);

    private static final List<PruningMethod> METHODS = List.of(
            PruningMethods.REPLACE_ME_LS,
            PruningMethods.WEIGHTED_LS,
            PruningMethods.LS_TO_IDENTITY,
            PruningMethods.DIAGONAL,
            PruningMethods.ORTHOGONAL);

    private final DenseAlgebra algebra = new EjmlAlgebra();

    @Test
    void stories260k() throws IOException {
        assertOracles("stories260k", "tinystories-256.jsonl", 5, List.of(1, 2));
    }

    @Test
    void demo() throws IOException {
        assertOracles("demo", "demo-calibration.jsonl", 12, List.of(1, 2, 3, 4));
    }

    private void assertOracles(String model, String calibration, int blocks, List<Integer> drops) throws IOException {
        List<Cut> cuts = drops.stream()
                .flatMap(removed -> Cut.candidates(blocks, removed).stream())
                .toList();
        List<SplitStatistics> gathered =
                gather(model, calibration, 128, cuts, List.of(CutProblem.TRANSFORM, CutProblem.WEIGHTED), false);
        List<SplitStatistics> statistics = everySecond(gathered, 0);
        List<SplitStatistics> weighted = everySecond(gathered, 1);
        for (int removed : drops) {
            JsonNode oracle = json(model + "-drop" + removed + ".json");
            assertAllResiduals(cuts, statistics, removed, oracle.get("relative_residual"));
            int kept = oracle.get("cut").get("kept").asInt();
            int chosen = cuts.indexOf(new Cut(kept, removed));
            assertMethods(model + "-drop" + removed, statistics.get(chosen), weighted.get(chosen), oracle);
        }
    }

    private static List<SplitStatistics> everySecond(List<SplitStatistics> statistics, int first) {
        return IntStream.range(0, statistics.size() / 2)
                .mapToObj(i -> statistics.get(2 * i + first))
                .toList();
    }

    private void assertAllResiduals(List<Cut> cuts, List<SplitStatistics> statistics, int removed, JsonNode residuals) {
        LeastSquares solver = new LeastSquares(algebra);
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            if (cut.removed() == removed) {
                assertThat(solver.solve(statistics.get(i), RIDGE).relativeResidual())
                        .as("relative residual of %s", cut)
                        .isEqualTo(residuals.get(cut.toString()).asDouble(), within(1e-6));
            }
        }
    }

    private void assertMethods(String name, SplitStatistics statistics, SplitStatistics weighted, JsonNode oracle)
            throws IOException {
        assertThat(statistics.fit().tokens())
                .isEqualTo(oracle.get("cut").get("tokens").asLong());
        String file = "oracles/" + name + "-transforms.safetensors";
        for (PruningMethod method : METHODS) {
            Solution solution = TransformSolvers.of(method, algebra).solve(List.of(statistics, weighted), RIDGE);
            assertThat(solution.relativeResidual())
                    .as("relative residual of %s, %s", name, method.name())
                    .isEqualTo(
                            oracle.get("methods")
                                    .get(method.name())
                                    .get("relative_residual")
                                    .asDouble(),
                            within(1e-6));
            if (Fixtures.available(file)) {
                assertTransform(name + " " + method.name(), solution, Fixtures.path(file), method.name());
            }
        }
        DMatrixRMaj identity = CommonOps_DDRM.identity(statistics.fit().width());
        assertThat(statistics.fit().relativeResidual(identity, statistics.fit().gram()))
                .as("relative residual of %s, dropped", name)
                .isEqualTo(
                        oracle.get("methods")
                                .get("uidl")
                                .get("relative_residual")
                                .asDouble(),
                        within(1e-6));
        assertThat(TransformSolvers.of(PruningMethods.REPLACE_ME_LS, algebra)
                                .solve(statistics, RIDGE)
                                .ridge()
                        / oracle.get("cut").get("ridge_absolute").asDouble())
                .isEqualTo(1, within(1e-6));
    }

    /** Where the original library's transform of a cut is. */
    private record Reference(Cut cut, String file, String tensor) {}

    @Test
    void originalLibraryOnStories260k() throws IOException {
        assertReferences(
                "stories260k",
                "tinystories-256.jsonl",
                new Reference(new Cut(2, 1), "reference-stories260k-lstsq-transform.safetensors", "transform.0"));
    }

    @Test
    void originalLibraryOnDemo() throws IOException {
        String two = "reference-demo-drop2x2-lstsq-transforms.safetensors";
        assertReferences(
                "demo",
                "demo-calibration.jsonl",
                new Reference(new Cut(3, 3), "reference-demo-drop3-lstsq-transform.safetensors", "transform.0"),
                new Reference(new Cut(4, 2), two, "transform.0"),
                new Reference(new Cut(8, 2), two, "transform.1"));
    }

    /** On 64 samples at ridge 0, as the original library was run. */
    private void assertReferences(String model, String calibration, Reference... references) throws IOException {
        List<Cut> cuts = Stream.of(references).map(Reference::cut).toList();
        List<SplitStatistics> statistics = gather(model, calibration, 64, cuts, List.of(CutProblem.TRANSFORM), true);
        for (int i = 0; i < references.length; i++) {
            String file = "oracles/" + references[i].file;
            if (Fixtures.available(file)) {
                Solution solution = new LeastSquares(algebra).solve(statistics.get(i), new RidgeSetting.Absolute(0));
                String what = "reference " + model + " " + references[i].cut;
                assertTransform(what, solution, Fixtures.path(file), references[i].tensor);
            }
        }
    }

    private static void assertTransform(String what, Solution solution, Path file, String tensor) throws IOException {
        int width = solution.transform().numRows;
        DMatrixRMaj expected =
                DMatrixRMaj.wrap(width, width, SafetensorsFile.read(file).readDoubles(tensor));
        double deviation = Problem.relativeDifference(solution.transform(), expected);
        System.out.printf("%s: relative deviation of the transform %.1e%n", what, deviation);
        assertThat(deviation).as(what).isLessThan(TOLERANCE);
    }

    private static List<SplitStatistics> gather(
            String name,
            String calibration,
            int samples,
            List<Cut> cuts,
            List<CutProblem> problems,
            boolean normedTarget)
            throws IOException {
        Path folder = Fixtures.path("models/" + name);
        String texts = Fixtures.path("data/calibration/" + calibration).toString();
        List<int[]> ids = new TokenizedSamples()
                .ids(
                        new TokenizedSamples.Source(
                                folder,
                                SampleSet.first(texts, "text", samples),
                                256,
                                new ChatSetting(true, LocalDate.EPOCH)),
                        new ItemRange(0, samples));
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(folder), ComputeOptions.automatic());
                StatisticsGatherer gatherer = new StatisticsGatherer(model, cuts, problems, false, normedTarget)) {
            for (SampleBatch batch : SampleBatch.plan(ids, 0)) {
                gatherer.add(batch);
            }
            return gatherer.statistics();
        }
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(Fixtures.path("oracles/" + name).toFile());
    }
}
