package io.foldline.solver;

import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * Least squares over weighted tokens, {@code T = (MᵀDM + λI)⁻¹MᵀDR}, {@code D = diag(1/‖R‖²)}: every token counts by how far
 * it is off for its size, as it does for the cosine. The ridge is relative to the weighted sums; the residual is that of
 * the tokens as they are, to be compared with other methods'.
 */
public final class WeightedLeastSquares implements TransformSolver {
    private final DenseAlgebra algebra;

    public WeightedLeastSquares(DenseAlgebra algebra) {
        this.algebra = algebra;
    }

    /** @param problems {@code TRANSFORM, WEIGHTED} */
    @Override
    public Solution solve(List<SplitStatistics> problems, RidgeSetting ridge) {
        Statistics plain = problems.get(0).all();
        Solution weighted = new LeastSquares(algebra).solve(problems.get(1), ridge);
        DMatrixRMaj transform = weighted.transform();
        return new Solution(
                transform,
                weighted.ridge(),
                plain.relativeResidual(transform, algebra.multiply(plain.gram(), transform)));
    }
}
