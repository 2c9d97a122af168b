package io.foldline.solver;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/** Ridge least squares {@code T = (MᵀM + λI)⁻¹MᵀR}, the closed form of ReplaceMe (Shopkhoev et al. 2025). */
public final class LeastSquares implements TransformSolver {
    private final DenseAlgebra algebra;

    public LeastSquares(DenseAlgebra algebra) {
        this.algebra = algebra;
    }

    @Override
    public Solution solve(List<SplitStatistics> problems, RidgeSetting ridge) {
        SplitStatistics statistics = problems.get(0);
        Statistics all = statistics.all();
        double lambda = lambda(statistics, all, ridge);
        DMatrixRMaj transform = solve(all, lambda);
        return new Solution(
                transform, lambda, all.relativeResidual(transform, algebra.multiply(all.gram(), transform)));
    }

    private double lambda(SplitStatistics statistics, Statistics all, RidgeSetting ridge) {
        if (ridge instanceof RidgeSetting.Relative relative) {
            return relative.factor() * all.meanDiagonal();
        }
        if (ridge instanceof RidgeSetting.Absolute absolute) {
            return absolute.lambda();
        }
        Statistics heldOut = statistics
                .heldOut()
                .filter(part -> part.tokens() > 0)
                .orElseThrow(
                        () -> new InputException("alpha auto is chosen on held-out samples, but there are none: give"
                                + " more samples or a ridge."));
        return new RidgeSearch(algebra).factor(statistics.fit(), heldOut) * all.meanDiagonal();
    }

    private DMatrixRMaj solve(Statistics all, double lambda) {
        int width = all.width();
        if (lambda == 0 && all.tokens() < width) {
            throw new InputException(
                    "%d calibration tokens, at least %d needed at ridge 0: give more samples or a ridge."
                            .formatted(all.tokens(), width));
        }
        try {
            return algebra.solveSymmetric(all.ridgedGram(lambda), all.cross());
        } catch (NotPositiveDefiniteException e) {
            throw new InputException(
                    "MᵀM over %d calibration tokens is singular at ridge %s (hidden size %d): give more samples or a larger ridge."
                            .formatted(all.tokens(), lambda, width),
                    e);
        }
    }
}
