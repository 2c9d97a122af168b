package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.Optional;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastSquaresTest {
    private static final int WIDTH = 24;
    private static final RidgeSetting NONE = new RidgeSetting.Absolute(0);

    private final LeastSquares solver = new LeastSquares(new EjmlAlgebra());

    @Test
    void whatTheMlpAlreadyMeetsNeedsTheIdentity() {
        Problem problem = Problem.around(CommonOps_DDRM.identity(WIDTH), 200, 0, 1);
        Solution solution = solver.solve(problem.fitOnly(), NONE);
        assertThat(Problem.relativeDifference(solution.transform(), CommonOps_DDRM.identity(WIDTH)))
                .isLessThan(1e-12);
        assertThat(solution.relativeResidual()).isEqualTo(0, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noOtherTransformIsBetter(long seed) {
        Problem problem = Problem.random(200, WIDTH, seed);
        double lambda = 3;
        Solution solution = solver.solve(problem.fitOnly(), new RidgeSetting.Absolute(lambda));
        double least = objective(problem, solution.transform(), lambda);
        Random random = new Random(seed);
        for (double size : new double[] {1e-4, 1e-2, 1}) {
            DMatrixRMaj other = RandomMatrices_DDRM.rectangle(WIDTH, WIDTH, -size, size, random);
            CommonOps_DDRM.addEquals(other, solution.transform());
            assertThat(objective(problem, other, lambda)).isGreaterThan(least);
        }
        assertThat(solution.relativeResidual() * problem.statistics().target())
                .isEqualTo(problem.error(solution.transform()), within(1e-9));
    }

    private static double objective(Problem problem, DMatrixRMaj transform, double lambda) {
        return problem.error(transform) + lambda * Math.pow(NormOps_DDRM.normF(transform), 2);
    }

    @Test
    void relativeRidgeIsAShareOfTheMeanDiagonal() {
        SplitStatistics statistics = Problem.random(100, WIDTH, 7).fitOnly();
        double lambda = CommonOps_DDRM.trace(statistics.fit().gram()) / WIDTH * 0.01;
        Solution relative = solver.solve(statistics, new RidgeSetting.Relative(0.01));
        assertThat(relative.ridge()).isEqualTo(lambda, within(1e-12));
        assertThat(relative.transform().data)
                .containsExactly(solver.solve(statistics, new RidgeSetting.Absolute(lambda))
                        .transform()
                        .data);
    }

    @Test
    void fewerTokensThanDimensionsNeedARidge() {
        Problem problem = Problem.random(WIDTH - 1, WIDTH, 8);
        assertThatThrownBy(() -> solver.solve(problem.fitOnly(), NONE))
                .isInstanceOf(InputException.class)
                .hasMessage("23 calibration tokens, at least 24 needed at ridge 0: give more samples or a ridge.");
        assertThat(solver.solve(problem.fitOnly(), RidgeSetting.DEFAULT).relativeResidual())
                .isBetween(0.0, 0.1);
    }

    @Test
    void deadDimensionNeedsARidge() {
        Problem problem = Problem.random(200, WIDTH, 9);
        for (int row = 0; row < 200; row++) {
            problem.mlp().set(row, 5, 0);
        }
        assertThatThrownBy(() -> solver.solve(problem.fitOnly(), NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("singular at ridge 0");
        assertThat(solver.solve(problem.fitOnly(), RidgeSetting.DEFAULT)
                        .transform()
                        .get(5, 5))
                .isZero();
    }

    @Test
    void autoPicksAFirmRidgeWhereTokensAreFewAndAWeakOneWhereTheyAreMany() {
        DMatrixRMaj truth = RandomMatrices_DDRM.rectangle(WIDTH, WIDTH, -1, 1, new Random(10));
        assertThat(autoFactor(truth, WIDTH, 2)).isGreaterThan(1e-3);
        assertThat(autoFactor(truth, 5000, 1e-3)).isLessThan(1e-5);
    }

    private double autoFactor(DMatrixRMaj truth, int tokens, double noise) {
        Statistics fit = Problem.around(truth, tokens, noise, 11).statistics();
        Statistics heldOut = Problem.around(truth, 500, noise, 12).statistics();
        SplitStatistics split = new SplitStatistics(fit, Optional.of(heldOut));
        Solution solution = solver.solve(split, new RidgeSetting.Auto());
        Solution again = solver.solve(
                new SplitStatistics(split.all(), Optional.empty()), new RidgeSetting.Absolute(solution.ridge()));
        assertThat(solution.transform().data).as("solved on all tokens").containsExactly(again.transform().data);
        return solution.ridge() / split.all().meanDiagonal();
    }

    @Test
    void autoNeedsHeldOutSamples() {
        assertThatThrownBy(() -> solver.solve(Problem.random(100, WIDTH, 13).fitOnly(), new RidgeSetting.Auto()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("held-out");
    }

    @Test
    void mlpThatWritesNothingHasNoTransform() {
        Problem problem = new Problem(
                new DMatrixRMaj(50, WIDTH), Problem.random(50, WIDTH, 14).target());
        SplitStatistics split = new SplitStatistics(problem.statistics(), Optional.of(problem.statistics()));
        for (RidgeSetting ridge : new RidgeSetting[] {RidgeSetting.DEFAULT, new RidgeSetting.Auto()}) {
            assertThatThrownBy(() -> solver.solve(split, ridge)).isInstanceOf(InputException.class);
        }
    }
}
