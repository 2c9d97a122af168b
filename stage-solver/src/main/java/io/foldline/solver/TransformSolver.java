package io.foldline.solver;

import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import java.util.List;

/** Solves for the transform of one cut, as one method does it. */
public interface TransformSolver {
    /**
     * Solves on all tokens of the statistics; the held-out part only serves to choose the ridge.
     *
     * @param problems statistics of the problems that the method gathers of a cut, in its order
     * @param ridge ignored by methods that have none
     * @throws io.foldline.checkpoint.InputException if the statistics do not determine a transform
     */
    Solution solve(List<SplitStatistics> problems, RidgeSetting ridge);

    /** The same for methods that gather one problem. */
    default Solution solve(SplitStatistics statistics, RidgeSetting ridge) {
        return solve(List.of(statistics), ridge);
    }
}
