package io.foldline.scorer;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.SampleBatch;
import io.foldline.passes.BatchSums;
import java.io.IOException;
import java.util.Map;

/** Sums of the scores of candidates over calibration samples. */
public abstract sealed class Scores implements BatchSums<SampleBatch>, AutoCloseable
        permits BlockDistances, RemovalLosses, HeldOutScores {
    private static final String SUMS = "sums";
    private static final String COUNTS = "counts";

    private final double[] sums;
    private long samples;
    private long tokens;
    private long weight;

    Scores(int candidates) {
        sums = new double[candidates];
    }

    final int candidates() {
        return sums.length;
    }

    /**
     * Adds what a batch gave.
     *
     * @param scores one a candidate
     * @param terms number of terms in each
     */
    final void add(SampleBatch batch, double[] scores, long terms) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += scores[i];
        }
        samples += batch.tokens().size();
        tokens += batch.tokens().realTokens();
        weight += terms;
    }

    @Override
    public final Map<String, DoubleTensor> state() {
        return Map.of(
                SUMS,
                DoubleTensor.vector(sums()),
                COUNTS,
                DoubleTensor.vector((double) samples, (double) tokens, (double) weight));
    }

    @Override
    public final void restore(SafetensorsFile state) throws IOException {
        double[] saved = state.readDoubles(SUMS);
        double[] counts = state.readDoubles(COUNTS);
        if (saved.length != sums.length || counts.length != 3) {
            throw new InputException("%s: sums of %d candidates and %d counts, expected %d and 3"
                    .formatted(state.path(), saved.length, counts.length, sums.length));
        }
        System.arraycopy(saved, 0, sums, 0, sums.length);
        samples = (long) counts[0];
        tokens = (long) counts[1];
        weight = (long) counts[2];
    }

    /** One sum a candidate; divided by {@link #weight} they are means. */
    public final double[] sums() {
        return sums.clone();
    }

    /** Number of terms in each sum. */
    public final long weight() {
        return weight;
    }

    /** Samples added. */
    public final long samples() {
        return samples;
    }

    /** Real tokens added. */
    public final long tokens() {
        return tokens;
    }

    /** All that was added. */
    final BlockScores all() {
        return new BlockScores(sums(), weight, samples, tokens);
    }

    @Override
    public abstract void close();
}
