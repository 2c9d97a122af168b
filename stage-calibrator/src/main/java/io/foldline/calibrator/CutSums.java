package io.foldline.calibrator;

import io.foldline.pruning.Cut;
import io.foldline.pruning.CutProblem;
import java.util.List;

/** The sums of one cut, problem by problem. */
record CutSums(Cut cut, List<OfProblem> problems) {
    /** The sums of one problem. */
    record OfProblem(CutProblem problem, SplitSums sums) {}
}
