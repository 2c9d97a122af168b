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
        return only((number, position) -> sample.test(number));
    }

    /** Says of a token, by the number of its sample and its place in it, from 0, whether it is wanted. */
    @FunctionalInterface
    public interface Choice {
        boolean contains(int sample, int position);
    }

    /** Those of these tokens that are chosen. */
    public TokenSelection only(Choice choice) {
        int length = batch.tokens().length();
        return new TokenSelection(
                batch,
                Arrays.stream(rows)
                        .filter(row -> choice.contains(sampleOf(row), (int) (row % length)))
                        .toArray());
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
