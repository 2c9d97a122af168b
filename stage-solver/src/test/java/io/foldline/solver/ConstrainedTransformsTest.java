package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RidgeSetting;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstrainedTransformsTest {
    private static final int WIDTH = 16;

    private final DenseAlgebra algebra = new EjmlAlgebra();
    private final TransformSolver diagonal = TransformSolvers.of(PruningMethods.DIAGONAL, algebra);
    private final TransformSolver orthogonal = TransformSolvers.of(PruningMethods.ORTHOGONAL, algebra);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noOtherDiagonalIsBetter(long seed) {
        Problem problem = Problem.random(100, WIDTH, seed);
        DMatrixRMaj solved =
                diagonal.solve(problem.fitOnly(), RidgeSetting.DEFAULT).transform();
        for (int j = 0; j < WIDTH; j++) {
            DMatrixRMaj other = solved.copy();
            other.add(j, j, 1e-3);
            assertThat(problem.error(other)).isGreaterThan(problem.error(solved));
            assertThat(solved.get(j, (j + 1) % WIDTH)).isZero();
        }
    }

    @Test
    void dimensionThatIsNeverWrittenKeepsItsWeights() {
        Problem problem = Problem.random(100, WIDTH, 4);
        for (int row = 0; row < 100; row++) {
            problem.mlp().set(row, 3, 0);
        }
        Solution solution = diagonal.solve(problem.fitOnly(), RidgeSetting.DEFAULT);
        assertThat(solution.transform().get(3, 3)).isEqualTo(1);
        assertThat(solution.ridge()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7})
    void findsTheRotationAgain(long seed) {
        DMatrixRMaj rotation = RandomMatrices_DDRM.orthogonal(WIDTH, WIDTH, new Random(seed));
        Problem problem = Problem.around(rotation, 300, 0.01, seed);
        DMatrixRMaj solved =
                orthogonal.solve(problem.fitOnly(), RidgeSetting.DEFAULT).transform();
        assertThat(Problem.relativeDifference(solved, rotation)).isLessThan(0.01);
        DMatrixRMaj product = CommonOps_DDRM.multTransA(solved, solved, null);
        assertThat(Problem.relativeDifference(product, CommonOps_DDRM.identity(WIDTH)))
                .isLessThan(1e-12);
        assertThat(problem.error(solved)).isLessThanOrEqualTo(problem.error(rotation));
    }

    @Test
    void residualIsThatOfTheRows() {
        Problem problem = Problem.random(100, WIDTH, 8);
        for (TransformSolver solver : new TransformSolver[] {diagonal, orthogonal}) {
            Solution solution = solver.solve(problem.fitOnly(), RidgeSetting.DEFAULT);
            assertThat(solution.relativeResidual())
                    .isEqualTo(
                            problem.error(solution.transform())
                                    / problem.statistics().target(),
                            within(1e-12));
        }
    }

    @Test
    void droppingBlocksSolvesForNothing() {
        assertThatThrownBy(() -> TransformSolvers.of(PruningMethods.UIDL, algebra))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uidl");
    }
}
