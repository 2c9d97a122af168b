package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foldline.pruning.TransformSearch.Constraint;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients against differences. */
class GradientTest {
    private static final int WIDTH = 6;

    @ParameterizedTest
    @CsvSource({
        "FULL,cosine,0,0",
        "FULL,mse,0,0",
        "DIAGONAL,cosine,0,0",
        "TRIANGULAR,cosine,0,0",
        "ORTHOGONAL,cosine,0,0",
        "ORTHOGONAL,mse,0,0",
        "FULL,cosine,0.1,0.3"
    })
    void isTheSlopeInAnyDirection(Constraint constraint, String loss, String l1, String l2) {
        Random random = new Random(1);
        DenseAlgebra algebra = new EjmlAlgebra();
        Parameters parameters = Parameters.of(constraint, algebra);
        TransformLoss losses = new TransformLoss(Searches.options("loss", loss, "l1", l1, "l2", l2), algebra);
        TokenRows rows = new TokenRows(
                RandomMatrices_DDRM.rectangle(20, WIDTH, -1, 1, random),
                RandomMatrices_DDRM.rectangle(20, WIDTH, -1, 1, random),
                RandomMatrices_DDRM.rectangle(20, WIDTH, -1, 1, random));
        DMatrixRMaj point = parameters.identity(WIDTH);
        CommonOps_DDRM.addEquals(point, direction(parameters, point, random));
        DMatrixRMaj gradient = parameters.gradient(
                point, losses.over(rows, parameters.transform(point)).gradient());
        for (int i = 0; i < 10; i++) {
            DMatrixRMaj direction = direction(parameters, point, random);
            double step = 1e-6;
            double difference = at(losses, parameters, rows, point, step, direction)
                    - at(losses, parameters, rows, point, -step, direction);
            assertThat(VectorVectorMult_DDRM.innerProd(gradient, direction))
                    .isCloseTo(difference / (2 * step), within(1e-8));
        }
    }

    /** A direction within the space of the parameters, as gradients are. */
    private static DMatrixRMaj direction(Parameters parameters, DMatrixRMaj point, Random random) {
        return parameters.gradient(point, RandomMatrices_DDRM.rectangle(WIDTH, WIDTH, -1, 1, random));
    }

    private static double at(
            TransformLoss losses,
            Parameters parameters,
            TokenRows rows,
            DMatrixRMaj point,
            double step,
            DMatrixRMaj direction) {
        DMatrixRMaj moved = CommonOps_DDRM.add(point, step, direction, null);
        return losses.over(rows, parameters.transform(moved)).loss();
    }
}
