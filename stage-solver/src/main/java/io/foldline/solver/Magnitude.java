package io.foldline.solver;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * How much larger the removed blocks made hidden states: {@code α}, the mean of {@code ‖x_out‖₁/‖x_in‖₁} over tokens (Chen
 * et al., Prune&amp;Comp, 2025). As a transform it is that times the identity, given as 1×1; the residual is what it leaves of
 * the tokens' ratios.
 */
public final class Magnitude implements TransformSolver {
    /** @param problems {@code MAGNITUDE} */
    @Override
    public Solution solve(List<SplitStatistics> problems, RidgeSetting ridge) {
        Statistics all = problems.get(0).all();
        double written = all.gram().get(0);
        double factor = all.cross().get(0) / written;
        if (!(factor > 0)) {
            throw new InputException(
                    "the removed blocks make hidden states %s times as large over %d calibration tokens, expected a positive factor: choose another cut, or another method, such as uidl."
                            .formatted(factor, all.tokens()));
        }
        DMatrixRMaj transform = new DMatrixRMaj(new double[][] {{factor}});
        DMatrixRMaj scaled = new DMatrixRMaj(new double[][] {{factor * written}});
        return new Solution(transform, factor, 0, all.relativeResidual(transform, scaled));
    }
}
