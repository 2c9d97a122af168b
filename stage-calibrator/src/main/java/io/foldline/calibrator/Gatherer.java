package io.foldline.calibrator;

import io.foldline.model.SampleBatch;
import io.foldline.passes.BatchSums;
import io.foldline.pruning.SplitStatistics;
import java.util.List;

/** Gathers statistics of least-squares problems from forward passes. Real tokens only, float64. */
public sealed interface Gatherer extends BatchSums<SampleBatch>, AutoCloseable
        permits StatisticsGatherer, RefitGatherer {
    /** Statistics of each problem, in a fixed order. */
    List<SplitStatistics> statistics();

    /** Samples added. */
    long samples();

    /** Real tokens added. */
    long tokens();

    @Override
    void close();
}
