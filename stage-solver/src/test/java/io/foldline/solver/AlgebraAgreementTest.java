package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.pruning.Statistics;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two implementations, each the other's oracle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlgebraAgreementTest {
    private final DenseAlgebra ejml = new EjmlAlgebra();
    private DenseAlgebra torch = ejml;

    @BeforeAll
    void start() {
        torch = TorchAlgebra.ifPresent().orElseThrow();
    }

    @AfterAll
    void stop() {
        torch.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 300, 700})
    void agree(int width) {
        Statistics statistics = Problem.random(width + 10, width, width).statistics();
        DMatrixRMaj a = statistics.ridgedGram(1e-3 * statistics.meanDiagonal());
        DMatrixRMaj b = statistics.cross();
        DMatrixRMaj solved = torch.solveSymmetric(a, b);
        assertThat(Problem.relativeDifference(ejml.solveSymmetric(a, b), solved))
                .isLessThan(1e-9);
        assertThat(Problem.relativeDifference(torch.multiply(a, solved), b)).isLessThan(1e-10);
        assertThat(Problem.relativeDifference(ejml.multiply(a, b), torch.multiply(a, b)))
                .isLessThan(1e-13);
        assertThat(Problem.relativeDifference(ejml.multiplyTransposed(a, b), torch.multiplyTransposed(a, b)))
                .isLessThan(1e-13);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 200})
    void agreeOnTheNearestOrthogonalMatrix(int width) {
        DMatrixRMaj a = Problem.random(width + 10, width, width).statistics().cross();
        assertThat(Problem.relativeDifference(ejml.nearestOrthogonal(a), torch.nearestOrthogonal(a)))
                .isLessThan(1e-9);
    }

    @Test
    void bothRefuseWhatIsNotPositiveDefinite() {
        DMatrixRMaj a = CommonOps_DDRM.identity(5);
        a.set(2, 2, -1);
        for (DenseAlgebra algebra : new DenseAlgebra[] {ejml, torch}) {
            assertThatThrownBy(() -> algebra.solveSymmetric(a, CommonOps_DDRM.identity(5)))
                    .isInstanceOf(NotPositiveDefiniteException.class)
                    .hasMessageContaining("5×5");
        }
    }

    @Test
    void wideMatricesGoToLibtorch() {
        try (DenseAlgebra wide = DenseAlgebra.forWidth(512);
                DenseAlgebra narrow = DenseAlgebra.forWidth(511)) {
            assertThat(wide).isInstanceOf(TorchAlgebra.class);
            assertThat(narrow).isInstanceOf(EjmlAlgebra.class);
        }
    }
}
