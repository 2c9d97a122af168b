package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.TransformSearch;
import io.foldline.pruning.TransformSearch.Constraint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches on random problems, against closed forms where there are any. */
class SearchedTransformTest {
    private static final int WIDTH = 12;
    private static final int TOKENS = 500;

    @TempDir
    Path folder;

    private Searches searches = new Searches(Path.of(""));
    private final Problem problem = skewed(Problem.random(TOKENS, WIDTH, 1));
    private final DMatrixRMaj residual = RandomMatrices_DDRM.rectangle(TOKENS, WIDTH, -2, 2, new Random(2));

    @BeforeEach
    void open() {
        searches = new Searches(folder);
    }

    /** Inputs of very different sizes, as those of models are. */
    private static Problem skewed(Problem problem) {
        for (int row = 0; row < TOKENS; row++) {
            for (int j = 0; j < WIDTH; j++) {
                problem.mlp().set(row, j, problem.mlp().get(row, j) * Math.pow(2, j % 5));
            }
        }
        return problem;
    }

    private double residual(DMatrixRMaj transform) {
        return problem.error(transform) / problem.statistics().target();
    }

    private DMatrixRMaj find(String... options) throws IOException {
        return searches.find(searches.activations(problem, residual, 3), Searches.options(options));
    }

    @ParameterizedTest
    @CsvSource({"lbfgs,fast", "lbfgs,exact", "nlcg,fast", "nlcg,exact"})
    void leastSquaresMeetsItsClosedForm(String optimizer, String objective) throws IOException {
        DMatrixRMaj found = find("loss", "mse", "optimizer", optimizer, "objective", objective);
        Solution closed = new LeastSquares(new EjmlAlgebra()).solve(problem.fitOnly(), new RidgeSetting.Absolute(0));
        assertThat(residual(found)).isEqualTo(closed.relativeResidual(), within(1e-6 * closed.relativeResidual()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lbfgs", "nlcg"})
    void diagonalLeastSquaresMeetsItsClosedForm(String optimizer) throws IOException {
        DMatrixRMaj found = find("loss", "mse", "optimizer", optimizer, "constraint", "diagonal");
        Solution closed = TransformSolvers.of(PruningMethods.DIAGONAL, new EjmlAlgebra())
                .solve(problem.fitOnly(), RidgeSetting.DEFAULT);
        assertThat(Problem.relativeDifference(found, closed.transform())).isLessThan(1e-5);
    }

    /** A column of an upper triangular transform is a problem of its own, with as many inputs as it has entries. */
    @Test
    void triangularLeastSquaresMeetsItsClosedForm() throws IOException {
        DMatrixRMaj found = find("loss", "mse", "optimizer", "lbfgs", "constraint", "triangular");
        for (int column = 0; column < WIDTH; column++) {
            DMatrixRMaj inputs = CommonOps_DDRM.extract(problem.mlp(), 0, TOKENS, 0, column + 1);
            DMatrixRMaj goal = CommonOps_DDRM.extract(problem.target(), 0, TOKENS, column, column + 1);
            DMatrixRMaj wanted = new EjmlAlgebra()
                    .solveSymmetric(
                            CommonOps_DDRM.multTransA(inputs, inputs, null),
                            CommonOps_DDRM.multTransA(inputs, goal, null));
            for (int row = 0; row < WIDTH; row++) {
                double entry = row <= column ? wanted.get(row, 0) : 0;
                assertThat(found.get(row, column)).isCloseTo(entry, within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lbfgs", "nlcg"})
    void rotationIsFoundAgain(String optimizer) throws IOException {
        DMatrixRMaj entries = RandomMatrices_DDRM.rectangle(WIDTH, WIDTH, -0.2, 0.2, new Random(5));
        DMatrixRMaj skew = CommonOps_DDRM.subtract(entries, CommonOps_DDRM.transpose(entries, null), null);
        DMatrixRMaj rotation = new Cayley(new EjmlAlgebra()).transform(skew);
        Problem rotated = Problem.around(rotation, TOKENS, 0.01, 6);
        DMatrixRMaj found = searches.find(
                searches.activations(rotated, residual, 1),
                Searches.options("loss", "mse", "optimizer", optimizer, "constraint", "orthogonal"));
        Solution closed = TransformSolvers.of(PruningMethods.ORTHOGONAL, new EjmlAlgebra())
                .solve(rotated.fitOnly(), RidgeSetting.DEFAULT);
        assertThat(rotated.error(found)).isCloseTo(rotated.error(closed.transform()), within(1e-5));
    }

    @ParameterizedTest
    @EnumSource(Constraint.class)
    void everyConstraintIsKeptByEverySearch(Constraint constraint) throws IOException {
        for (String optimizer : new String[] {"adam", "lbfgs", "nlcg"}) {
            DMatrixRMaj found = find(
                    "constraint",
                    constraint.name().toLowerCase(Locale.ROOT),
                    "optimizer",
                    optimizer,
                    "learning-rate",
                    "0.01",
                    "batch-tokens",
                    "64");
            assertThat(loss(found, false)).isLessThan(loss(CommonOps_DDRM.identity(WIDTH), false));
            if (constraint == Constraint.ORTHOGONAL) {
                DMatrixRMaj square = CommonOps_DDRM.multTransA(found, found, null);
                assertThat(Problem.relativeDifference(square, CommonOps_DDRM.identity(WIDTH)))
                        .isLessThan(1e-12);
            }
            for (int row = 0; row < WIDTH; row++) {
                for (int column = 0; column < WIDTH; column++) {
                    boolean free =
                            switch (constraint) {
                                case FULL, ORTHOGONAL -> true;
                                case DIAGONAL -> row == column;
                                case TRIANGULAR -> row <= column;
                            };
                    if (!free) {
                        assertThat(found.get(row, column)).isZero();
                    }
                }
            }
        }
    }

    /** Mean cosine distance, from the rows. */
    private double loss(DMatrixRMaj transform, boolean exact) {
        DMatrixRMaj predicted = CommonOps_DDRM.mult(problem.mlp(), transform, null);
        double sum = 0;
        for (int row = 0; row < TOKENS; row++) {
            double dot = 0;
            double a = 0;
            double b = 0;
            for (int j = 0; j < WIDTH; j++) {
                double more = exact ? residual.get(row, j) : 0;
                double p = predicted.get(row, j) + more;
                double r = problem.target().get(row, j) + more;
                dot += p * r;
                a += p * p;
                b += r * r;
            }
            sum += 1 - dot / Math.sqrt(a * b);
        }
        return sum / TOKENS;
    }

    /** Nothing near is better to speak of, and least squares is not as good. */
    @ParameterizedTest
    @CsvSource({"lbfgs,fast", "lbfgs,exact", "nlcg,fast", "nlcg,exact"})
    void leastCosineDistanceIsFound(String optimizer, String objective) throws IOException {
        boolean exact = objective.equals("exact");
        DMatrixRMaj found = find("optimizer", optimizer, "objective", objective, "epochs", "300");
        double least = loss(found, exact);
        DMatrixRMaj squares = new LeastSquares(new EjmlAlgebra())
                .solve(problem.fitOnly(), new RidgeSetting.Absolute(0))
                .transform();
        assertThat(least).isLessThan(loss(squares, exact));
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            DMatrixRMaj near = RandomMatrices_DDRM.rectangle(WIDTH, WIDTH, -1e-2, 1e-2, random);
            CommonOps_DDRM.addEquals(near, found);
            assertThat(loss(near, exact)).isGreaterThan(least - 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "lbfgs", "nlcg"})
    void filesDoNotMatter(String optimizer) throws IOException {
        TransformSearch search = Searches.options("optimizer", optimizer, "batch-tokens", "64");
        DMatrixRMaj one = searches.find(searches.activations(problem, residual, 1), search);
        DMatrixRMaj seven = searches.find(searches.activations(problem, residual, 7), search);
        assertThat(seven.data).isEqualTo(one.data);
    }

    /** Rows of 0 have no direction: on either side, and all of them. */
    @ParameterizedTest
    @CsvSource({"adam,fast", "adam,exact", "lbfgs,fast", "lbfgs,exact", "nlcg,fast", "nlcg,exact"})
    void zeroRowsAreNoObstacle(String optimizer, String objective) throws IOException {
        for (int row = 0; row < TOKENS; row += 10) {
            for (int j = 0; j < WIDTH; j++) {
                problem.mlp().set(row, j, 0);
                problem.target().set(row + 1, j, 0);
                residual.set(row + 1, j, 0);
                residual.set(row, j, row % 20 == 0 ? 0 : 1);
            }
        }
        assertThat(find("optimizer", optimizer, "objective", objective).data).doesNotContain(Double.NaN);
        problem.mlp().zero();
        residual.zero();
        assertThat(find("optimizer", optimizer, "objective", objective).data)
                .isEqualTo(CommonOps_DDRM.identity(WIDTH).data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "lbfgs", "nlcg"})
    void penaltiesShrink(String optimizer) throws IOException {
        double free = CommonOps_DDRM.elementSumAbs(find("loss", "mse", "optimizer", optimizer));
        for (String penalty : new String[] {"l1", "l2"}) {
            DMatrixRMaj found = find("loss", "mse", "optimizer", optimizer, penalty, "0.1");
            assertThat(CommonOps_DDRM.elementSumAbs(found)).isLessThan(free);
        }
    }
}
