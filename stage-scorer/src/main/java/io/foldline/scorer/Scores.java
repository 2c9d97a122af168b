package io.foldline.scorer;

import io.foldline.model.SampleBatch;
import io.foldline.passes.BatchSums;

/** Sums of the scores of candidates over calibration samples. */
public sealed interface Scores extends BatchSums<SampleBatch>, AutoCloseable permits BlockDistances, RemovalLosses {
    /** One sum a candidate; divided by {@link #weight} they are means. */
    double[] sums();

    /** Number of terms in each sum. */
    long weight();

    /** Samples added. */
    long samples();

    /** Real tokens added. */
    long tokens();

    @Override
    void close();
}
