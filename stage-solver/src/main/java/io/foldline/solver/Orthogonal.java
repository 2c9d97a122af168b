package io.foldline.solver;

import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The orthogonal transform {@code UVᵀ} of the singular value decomposition {@code UΣVᵀ = MᵀR}: the least squares over
 * orthogonal maps (Schönemann 1966).
 */
public final class Orthogonal implements TransformSolver {
    private final DenseAlgebra algebra;

    public Orthogonal(DenseAlgebra algebra) {
        this.algebra = algebra;
    }

    @Override
    public Solution solve(List<SplitStatistics> problems, RidgeSetting ridge) {
        Statistics all = problems.get(0).all();
        DMatrixRMaj transform = algebra.nearestOrthogonal(all.cross());
        return new Solution(transform, 0, all.relativeResidual(transform, algebra.multiply(all.gram(), transform)));
    }
}
