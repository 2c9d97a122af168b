package io.foldline.model;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Some of the real tokens of a batch, in the order of the batch. */
public final class TokenSelection {
    private final SampleBatch batch;
    private final long[] rows;

    private TokenSelection(SampleBatch batch, long[] rows) {
        this.batch = batch;
        this.rows = rows;
    }

    /** All real tokens. */
    public static TokenSelection all(SampleBatch batch) {
        return new TokenSelection(batch, batch.tokens().realIndices());
    }

    /** The token of each sample that stands for all of it, see {@link ModelInput#summaryIndices}. */
    public static TokenSelection summary(SampleBatch batch) {
        return new TokenSelection(batch, batch.tokens().summaryIndices());
    }

    /** Those of these tokens whose sample has a property. */
    public TokenSelection where(IntPredicate sample) {
        return new TokenSelection(
                batch,
                Arrays.stream(rows).filter(row -> sample.test(sampleOf(row))).toArray());
    }

    /** Number of tokens. */
    public int size() {
        return rows.length;
    }

    /** Number of the sample that a token belongs to. */
    public int sample(int token) {
        return sampleOf(rows[token]);
    }

    /** Where the tokens are in a tensor flattened to (sequences × length) rows. */
    long[] rows() {
        return rows;
    }

    private int sampleOf(long row) {
        return batch.numbers().get((int) (row / batch.tokens().length()));
    }
}
