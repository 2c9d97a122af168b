package io.foldline.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a batch whose probability is wanted.
 *
 * @param rows where in the flattened batch the distribution of each is: at the token before it
 * @param ids the tokens
 * @param sequences the sequence of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; short-lived carrier of what libtorch takes as arrays
record ScoredRows(long[] rows, long[] ids, int[] sequences) {
    /** Logits computed at once; each takes 20 bytes with its logarithm in float64. */
    private static final int MAX_LOGITS = 1 << 22;

    /**
     * @param batch the tokens
     * @param rows where the model's output for each of them is
     */
    static ScoredRows of(TokenBatch batch, int[] firstScored, Row rows) {
        requirePositions(batch, firstScored);
        int count = 0;
        for (int sequence = 0; sequence < batch.size(); sequence++) {
            count += batch.length(sequence) - firstScored[sequence];
        }
        ScoredRows scored = new ScoredRows(new long[count], new long[count], new int[count]);
        int at = 0;
        for (int sequence = 0; sequence < batch.size(); sequence++) {
            for (int position = firstScored[sequence]; position < batch.length(sequence); position++) {
                scored.rows[at] = rows.of(sequence, position - 1);
                scored.ids[at] = batch.id(sequence, position);
                scored.sequences[at] = sequence;
                at++;
            }
        }
        return scored;
    }

    /** Where the hidden state of a token is, by its sequence and its position in it. */
    @FunctionalInterface
    interface Row {
        long of(int sequence, int position);
    }

    /** @throws IllegalArgumentException if there is not one first scored position a sequence, or one is outside it */
    static void requirePositions(TokenBatch batch, int[] firstScored) {
        if (firstScored.length != batch.size()) {
            throw new IllegalArgumentException(
                    "%d first positions for a batch of %d sequences".formatted(firstScored.length, batch.size()));
        }
        for (int sequence = 0; sequence < batch.size(); sequence++) {
            if (firstScored[sequence] < 1 || firstScored[sequence] > batch.length(sequence)) {
                throw new IllegalArgumentException("first scored position %d of a sequence of %d tokens"
                        .formatted(firstScored[sequence], batch.length(sequence)));
            }
        }
    }

    /** First scored positions where all tokens count that have one before them. */
    static int[] second(TokenBatch batch) {
        int[] second = new int[batch.size()];
        Arrays.fill(second, 1);
        return second;
    }

    /** Number of tokens whose logits fit into memory. */
    static int atOnce(int vocabulary) {
        return Math.max(1, MAX_LOGITS / vocabulary);
    }

    /** The same tokens in parts whose logits fit into memory. */
    List<ScoredRows> chunks(int vocabulary) {
        int size = atOnce(vocabulary);
        List<ScoredRows> chunks = new ArrayList<>();
        for (int from = 0; from < rows.length; from += size) {
            int to = Math.min(rows.length, from + size);
            chunks.add(new ScoredRows(
                    Arrays.copyOfRange(rows, from, to),
                    Arrays.copyOfRange(ids, from, to),
                    Arrays.copyOfRange(sequences, from, to)));
        }
        return chunks;
    }

    /** Adds one value a token to the sums of the sequences. */
    void addTo(double[] sums, double[] values) {
        for (int i = 0; i < values.length; i++) {
            sums[sequences[i]] += values[i];
        }
    }
}
