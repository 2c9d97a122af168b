package io.foldline.solver;

import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;

/** Solves for the transform of one cut, as one method does it. */
public interface TransformSolver {
    /**
     * Solves on all tokens of the statistics; the held-out part only serves to choose the ridge.
     *
     * @param ridge ignored by methods that have none
     * @throws io.foldline.checkpoint.InputException if the statistics do not determine a transform
     */
    Solution solve(SplitStatistics statistics, RidgeSetting ridge);
}
