package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weighted, drawn to the identity, with a factor, and a factor alone. */
class ClosedFormsTest {
    private static final int WIDTH = 12;
    private static final int TOKENS = 150;
    private static final RidgeSetting NONE = new RidgeSetting.Absolute(0);

    private final DenseAlgebra algebra = new EjmlAlgebra();
    private final TransformSolver weighted = TransformSolvers.of(PruningMethods.WEIGHTED_LS, algebra);
    private final TransformSolver toIdentity = TransformSolvers.of(PruningMethods.LS_TO_IDENTITY, algebra);
    private final TransformSolver gain = TransformSolvers.of(PruningMethods.GAIN, algebra);
    private final TransformSolver magnitude = TransformSolvers.of(PruningMethods.PRUNE_AND_COMP, algebra);

    /** Rows of M, and R = X − Y beside Y, whose weights are uneven. */
    private record Rows(Problem problem, DMatrixRMaj stream) {
        static Rows random(long seed) {
            Problem problem = Problem.random(TOKENS, WIDTH, seed);
            for (int token = 0; token < TOKENS; token++) {
                for (int j = 0; j < WIDTH; j++) {
                    problem.target().set(token, j, problem.target().get(token, j) * (1 + token % 7));
                }
            }
            return new Rows(problem, Problem.random(TOKENS, WIDTH, seed + 100).mlp());
        }

        double[] weights() {
            double[] weights = new double[TOKENS];
            for (int token = 0; token < TOKENS; token++) {
                weights[token] =
                        1 / Math.pow(NormOps_DDRM.normF(CommonOps_DDRM.extractRow(problem.target(), token, null)), 2);
            }
            return weights;
        }

        /** {@code Σ w_k ‖M_k T + δY_k − R_k‖²}. */
        double error(DMatrixRMaj transform, double delta, double[] weights) {
            DMatrixRMaj missed = CommonOps_DDRM.mult(problem.mlp(), transform, null);
            CommonOps_DDRM.addEquals(missed, delta, stream);
            CommonOps_DDRM.subtractEquals(missed, problem.target());
            double sum = 0;
            for (int token = 0; token < TOKENS; token++) {
                sum += weights[token] * Math.pow(NormOps_DDRM.normF(CommonOps_DDRM.extractRow(missed, token, null)), 2);
            }
            return sum;
        }

        /** As weighted-ls gathers them. */
        List<SplitStatistics> plainAndWeighted() {
            double[] weights = weights();
            Problem scaled = new Problem(problem.mlp().copy(), problem.target().copy());
            for (int token = 0; token < TOKENS; token++) {
                for (int j = 0; j < WIDTH; j++) {
                    double root = Math.sqrt(weights[token]);
                    scaled.mlp().set(token, j, scaled.mlp().get(token, j) * root);
                    scaled.target().set(token, j, scaled.target().get(token, j) * root);
                }
            }
            return List.of(problem.fitOnly(), scaled.fitOnly());
        }

        /** As gain gathers them. */
        List<SplitStatistics> besideAndFactor() {
            DMatrixRMaj both = CommonOps_DDRM.concatColumns(problem.target(), stream, null);
            return List.of(
                    new Problem(problem.mlp(), both).fitOnly(),
                    new Problem(flat(stream), flat(problem.target())).fitOnly());
        }

        private static DMatrixRMaj flat(DMatrixRMaj rows) {
            return DMatrixRMaj.wrap(TOKENS * WIDTH, 1, rows.data.clone());
        }
    }

    private static double[] ones() {
        double[] ones = new double[TOKENS];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static DMatrixRMaj nudged(DMatrixRMaj transform, double size, Random random) {
        DMatrixRMaj other = RandomMatrices_DDRM.rectangle(WIDTH, WIDTH, -size, size, random);
        CommonOps_DDRM.addEquals(other, transform);
        return other;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noOtherTransformIsBetterForWeightedTokens(long seed) {
        Rows rows = Rows.random(seed);
        Solution solution = weighted.solve(rows.plainAndWeighted(), NONE);
        double[] weights = rows.weights();
        Random random = new Random(seed);
        for (double size : new double[] {1e-4, 1e-2, 1}) {
            assertThat(rows.error(nudged(solution.transform(), size, random), 0, weights))
                    .isGreaterThan(rows.error(solution.transform(), 0, weights));
        }
        assertThat(solution.relativeResidual())
                .as("of the tokens as they are")
                .isEqualTo(
                        rows.problem.error(solution.transform())
                                / rows.problem.statistics().target(),
                        within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void noOtherFactorOrTransformIsBetter(long seed) {
        Rows rows = Rows.random(seed);
        double lambda = 2;
        Solution solution = gain.solve(rows.besideAndFactor(), new RidgeSetting.Absolute(lambda));
        double delta = solution.factor() - 1;
        double least = objective(rows, solution.transform(), delta, lambda);
        Random random = new Random(seed);
        for (double size : new double[] {1e-4, 1e-2, 1}) {
            for (double by : new double[] {-size, 0, size}) {
                DMatrixRMaj other = nudged(solution.transform(), size, random);
                assertThat(objective(rows, other, delta + by, lambda)).isGreaterThan(least);
                if (by != 0) {
                    assertThat(objective(rows, solution.transform(), delta + by, lambda))
                            .isGreaterThan(least);
                }
            }
        }
        assertThat(solution.relativeResidual())
                .isEqualTo(
                        rows.error(solution.transform(), delta, ones())
                                / rows.problem.statistics().target(),
                        within(1e-12));
    }

    private static double objective(Rows rows, DMatrixRMaj transform, double delta, double lambda) {
        return rows.error(transform, delta, ones()) + lambda * Math.pow(NormOps_DDRM.normF(transform), 2);
    }

    @Test
    void findsFactorAndTransformAgain() {
        DMatrixRMaj truth = RandomMatrices_DDRM.rectangle(WIDTH, WIDTH, -1, 1, new Random(7));
        Problem exact = Problem.around(truth, TOKENS, 0, 8);
        DMatrixRMaj stream = Problem.random(TOKENS, WIDTH, 9).mlp();
        CommonOps_DDRM.addEquals(exact.target(), -0.3, stream);
        Solution solution = gain.solve(new Rows(exact, stream).besideAndFactor(), NONE);
        assertThat(solution.factor()).isEqualTo(0.7, within(1e-12));
        assertThat(Problem.relativeDifference(solution.transform(), truth)).isLessThan(1e-12);
        assertThat(solution.relativeResidual()).isEqualTo(0, within(1e-12));
    }

    @Test
    void refusesAFactorThatTurnsTheStreamAround() {
        DMatrixRMaj stream = Problem.random(TOKENS, WIDTH, 10).mlp();
        Problem problem = Problem.around(new DMatrixRMaj(WIDTH, WIDTH), TOKENS, 0, 11);
        CommonOps_DDRM.addEquals(problem.target(), -1.5, stream);
        assertThatThrownBy(() -> gain.solve(new Rows(problem, stream).besideAndFactor(), NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("is -0.5000,", "choose another cut");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 1e6})
    void whatNeedsNoChangeGetsTheIdentityAtAnyRidge(double lambda) {
        Problem problem = Problem.around(CommonOps_DDRM.identity(WIDTH), TOKENS, 0, 12);
        Solution solution = toIdentity.solve(problem.fitOnly(), new RidgeSetting.Absolute(lambda));
        assertThat(Problem.relativeDifference(solution.transform(), CommonOps_DDRM.identity(WIDTH)))
                .isLessThan(1e-12);
        assertThat(solution.relativeResidual()).isEqualTo(0, within(1e-12));
    }

    @Test
    void aRidgeDrawsToTheIdentityAndNoneIsLeastSquares() {
        Problem problem = Problem.random(TOKENS, WIDTH, 13);
        Solution firm = toIdentity.solve(problem.fitOnly(), new RidgeSetting.Absolute(1e9));
        assertThat(Problem.relativeDifference(firm.transform(), CommonOps_DDRM.identity(WIDTH)))
                .isLessThan(1e-6);
        Solution free = toIdentity.solve(problem.fitOnly(), NONE);
        Solution plain = new LeastSquares(algebra).solve(problem.fitOnly(), NONE);
        assertThat(Problem.relativeDifference(free.transform(), plain.transform()))
                .isLessThan(1e-10);
        assertThat(free.relativeResidual()).isEqualTo(plain.relativeResidual(), within(1e-12));
    }

    @Test
    void ridgesAreChosenOnHeldOutTokens() {
        Rows fit = Rows.random(14);
        Rows heldOut = Rows.random(15);
        assertThat(weighted.solve(split(fit.plainAndWeighted(), heldOut.plainAndWeighted()), new RidgeSetting.Auto())
                        .ridge())
                .isPositive();
        assertThat(gain.solve(split(fit.besideAndFactor(), heldOut.besideAndFactor()), new RidgeSetting.Auto())
                        .ridge())
                .isPositive();
        assertThat(toIdentity
                        .solve(
                                split(List.of(fit.problem.fitOnly()), List.of(heldOut.problem.fitOnly())),
                                new RidgeSetting.Auto())
                        .ridge())
                .isPositive();
    }

    private static List<SplitStatistics> split(List<SplitStatistics> fit, List<SplitStatistics> heldOut) {
        return IntStream.range(0, fit.size())
                .mapToObj(i -> new SplitStatistics(
                        fit.get(i).fit(), Optional.of(heldOut.get(i).fit())))
                .toList();
    }

    @Test
    void theFactorAloneIsTheMeanRatio() {
        Solution solution = magnitude.solve(ratios(4, 6, 10), NONE);
        assertThat(solution.factor()).isEqualTo(1.5);
        assertThat(solution.relativeResidual()).isEqualTo((10 - 9) / 10.0, within(1e-12));
        assertThatThrownBy(() -> magnitude.solve(ratios(0, 0, 0), NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("choose another cut");
    }

    private static SplitStatistics ratios(double tokens, double sum, double squares) {
        return new SplitStatistics(
                new Statistics(
                        DMatrixRMaj.wrap(1, 1, new double[] {tokens}),
                        DMatrixRMaj.wrap(1, 1, new double[] {sum}),
                        squares,
                        (long) tokens),
                Optional.empty());
    }
}
