package io.foldline.solver;

import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The diagonal transform {@code t_j = (MᵀR)_jj / (MᵀM)_jj}, the least squares over diagonal maps. A dimension that the MLP
 * never writes to has 0/0; any factor serves it, and it gets 1, which leaves its weights as they are.
 */
public final class Diagonal implements TransformSolver {
    private final DenseAlgebra algebra;

    public Diagonal(DenseAlgebra algebra) {
        this.algebra = algebra;
    }

    @Override
    public Solution solve(List<SplitStatistics> problems, RidgeSetting ridge) {
        Statistics all = problems.get(0).all();
        DMatrixRMaj transform = new DMatrixRMaj(all.width(), all.width());
        for (int j = 0; j < all.width(); j++) {
            double energy = all.gram().get(j, j);
            transform.set(j, j, energy == 0 ? 1 : all.cross().get(j, j) / energy);
        }
        return new Solution(transform, 0, all.relativeResidual(transform, algebra.multiply(all.gram(), transform)));
    }
}
