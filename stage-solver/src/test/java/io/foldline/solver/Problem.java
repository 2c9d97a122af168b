package io.foldline.solver;

import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.Optional;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;

/** A least-squares problem {@code M T ≈ R} with its rows, N×d each. */
record Problem(DMatrixRMaj mlp, DMatrixRMaj target) {
    static Problem random(int tokens, int width, long seed) {
        Random random = new Random(seed);
        return new Problem(
                RandomMatrices_DDRM.rectangle(tokens, width, -1, 1, random),
                RandomMatrices_DDRM.rectangle(tokens, width, -1, 1, random));
    }

    /** Rows whose target is {@code M transform} plus noise. */
    static Problem around(DMatrixRMaj transform, int tokens, double noise, long seed) {
        Problem random = random(tokens, transform.numRows, seed);
        CommonOps_DDRM.scale(noise, random.target);
        CommonOps_DDRM.multAdd(random.mlp, transform, random.target);
        return random;
    }

    Statistics statistics() {
        return new Statistics(
                CommonOps_DDRM.multTransA(mlp, mlp, null),
                CommonOps_DDRM.multTransA(mlp, target, null),
                VectorVectorMult_DDRM.innerProd(target, target),
                mlp.numRows);
    }

    SplitStatistics fitOnly() {
        return new SplitStatistics(statistics(), Optional.empty());
    }

    /** {@code ‖M T − R‖²}, from the rows. */
    double error(DMatrixRMaj transform) {
        DMatrixRMaj error = CommonOps_DDRM.mult(mlp, transform, null);
        CommonOps_DDRM.subtractEquals(error, target);
        return Math.pow(NormOps_DDRM.normF(error), 2);
    }

    /** {@code ‖a − b‖ / ‖b‖}, Frobenius. */
    static double relativeDifference(DMatrixRMaj a, DMatrixRMaj b) {
        return NormOps_DDRM.normF(CommonOps_DDRM.subtract(a, b, null)) / NormOps_DDRM.normF(b);
    }
}
