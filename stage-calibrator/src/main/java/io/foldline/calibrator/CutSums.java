package io.foldline.calibrator;

import io.foldline.pruning.Cut;

/** The sums of one cut. */
record CutSums(Cut cut, SplitSums sums) {}
