package io.foldline.solver;

import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Ridge least squares that shrinks to the identity, {@code T = I + (MᵀM + λI)⁻¹Mᵀ(R − M)}: the MLP stays as it is in what
 * the tokens say nothing of.
 */
public final class LeastSquaresToIdentity implements TransformSolver {
    private final DenseAlgebra algebra;

    public LeastSquaresToIdentity(DenseAlgebra algebra) {
        this.algebra = algebra;
    }

    /** @param problems {@code TRANSFORM} */
    @Override
    public Solution solve(List<SplitStatistics> problems, RidgeSetting ridge) {
        SplitStatistics split = problems.get(0);
        SplitStatistics missing =
                new SplitStatistics(missing(split.fit()), split.heldOut().map(LeastSquaresToIdentity::missing));
        Solution change = new LeastSquares(algebra).solve(missing, ridge);
        DMatrixRMaj transform = change.transform().copy();
        for (int j = 0; j < transform.numRows; j++) {
            transform.add(j, j, 1);
        }
        Statistics all = split.all();
        return new Solution(
                transform, change.ridge(), all.relativeResidual(transform, algebra.multiply(all.gram(), transform)));
    }

    /** The statistics of {@code M C ≈ R − M}. */
    private static Statistics missing(Statistics statistics) {
        double target = statistics.target()
                - 2 * CommonOps_DDRM.trace(statistics.cross())
                + CommonOps_DDRM.trace(statistics.gram());
        return new Statistics(
                statistics.gram(),
                CommonOps_DDRM.subtract(statistics.cross(), statistics.gram(), null),
                target,
                statistics.tokens());
    }
}
