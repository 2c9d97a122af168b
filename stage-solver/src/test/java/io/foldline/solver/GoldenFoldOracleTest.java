package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.calibrator.StatisticsGatherer;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.pruning.Cut;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transform of the cut 2:2 of random checkpoints, against one solved from what transformers computed. */
class GoldenFoldOracleTest {
    /** Families whose blocks end in a norm, which takes diagonal transforms alone. */
    private static final Set<String> NORM_LAST = Set.of("gemma2", "gemma3", "olmo2");

    private final LeastSquares solver = new LeastSquares(new EjmlAlgebra());

    static List<String> models() {
        return Fixtures.languageModels().stream()
                .filter(model -> Fixtures.available(model + "/golden_fold.safetensors"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("models")
    void solvedFromGoldenTensors(String fixture) throws IOException {
        GoldenFold golden = GoldenFold.of(fixture);
        DMatrixRMaj mlp = golden.rows("mlp_output.2");
        DMatrixRMaj residual = CommonOps_DDRM.subtract(golden.rows("block_output.2"), mlp, null);
        DMatrixRMaj target = CommonOps_DDRM.subtract(golden.rows("block_output.4"), residual, null);
        assertTransform(golden, new Problem(mlp, target).fitOnly(), 1e-8);
    }

    @ParameterizedTest
    @MethodSource("models")
    void solvedFromOurForwardPass(String fixture) throws IOException {
        GoldenFold golden = GoldenFold.of(fixture);
        TokenBatch tokens = new TokenBatch(golden.ids());
        List<Integer> numbers = IntStream.range(0, tokens.size()).boxed().toList();
        Checkpoint checkpoint = Checkpoint.open(golden.folder());
        try (LanguageModel model = LanguageModel.load(checkpoint, ComputeOptions.automatic());
                StatisticsGatherer gatherer = new StatisticsGatherer(model, List.of(new Cut(2, 2)), false, false)) {
            gatherer.add(new SampleBatch(tokens, numbers));
            assertThat(gatherer.tokens()).isEqualTo(tokens.realTokens());
            assertTransform(golden, gatherer.statistics().get(0), 1e-5);
        }
    }

    private void assertTransform(GoldenFold golden, SplitStatistics statistics, double tolerance) throws IOException {
        boolean diagonal = NORM_LAST.contains(golden.folder().getFileName().toString());
        Solution solution = (diagonal ? new Diagonal(new EjmlAlgebra()) : solver)
                .solve(statistics, new RidgeSetting.Absolute(golden.ridge()));
        double deviation = Problem.relativeDifference(solution.transform(), golden.transform());
        System.out.printf("%s: relative deviation %.1e%n", golden.folder().getFileName(), deviation);
        assertThat(deviation).isLessThan(tolerance);
    }
}
