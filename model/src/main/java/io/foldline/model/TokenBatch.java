package io.foldline.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Token sequences that go through a model together, padded on the right to the longest. Attention is causal, so no real
 * token sees the padding; whoever takes statistics selects the real tokens by {@link #realIndices}.
 */
public final class TokenBatch implements ModelInput {
    private final int[][] sequences;
    private final int length;

    /**
     * @param ids token ids of each sequence, without padding
     * @throws IllegalArgumentException when there is no sequence or one is empty
     */
    public TokenBatch(int[][] ids) {
        if (ids.length == 0 || Arrays.stream(ids).anyMatch(sequence -> sequence.length == 0)) {
            throw new IllegalArgumentException("a batch needs at least one sequence, and every sequence a token");
        }
        sequences = Arrays.stream(ids).map(int[]::clone).toArray(int[][]::new);
        length = Arrays.stream(sequences)
                .mapToInt(sequence -> sequence.length)
                .max()
                .getAsInt();
    }

    /**
     * What the model must see to score the tokens of this batch: the last token of a sequence is only predicted. A sequence
     * of one token stays.
     */
    TokenBatch context() {
        return new TokenBatch(Arrays.stream(sequences)
                .map(sequence -> Arrays.copyOf(sequence, Math.max(1, sequence.length - 1)))
                .toArray(int[][]::new));
    }

    @Override
    public TokenBatch part(int first, int end) {
        return new TokenBatch(Arrays.copyOfRange(sequences, first, end));
    }

    /** Some of the sequences, at least one. */
    public TokenBatch only(List<Integer> chosen) {
        return new TokenBatch(
                chosen.stream().map(sequence -> sequences[sequence]).toArray(int[][]::new));
    }

    @Override
    public int size() {
        return sequences.length;
    }

    @Override
    public int length() {
        return length;
    }

    /** Length of one sequence, in tokens. */
    public int length(int sequence) {
        return sequences[sequence].length;
    }

    /** Token id at a position of a sequence; not the padding. */
    public int id(int sequence, int position) {
        return sequences[sequence][position];
    }

    /** Token ids of one sequence, a copy. */
    int[] ids(int sequence) {
        return sequences[sequence].clone();
    }

    @Override
    public long realTokens() {
        return Arrays.stream(sequences).mapToLong(sequence -> sequence.length).sum();
    }

    @Override
    public long[] realIndices() {
        return IntStream.range(0, size())
                .mapToObj(
                        sequence -> IntStream.range(0, length(sequence)).mapToLong(position -> row(sequence, position)))
                .flatMapToLong(indices -> indices)
                .toArray();
    }

    /** The last real tokens. */
    @Override
    public long[] summaryIndices() {
        return IntStream.range(0, size())
                .mapToLong(sequence -> row(sequence, length(sequence) - 1))
                .toArray();
    }

    /** The row of a position in a tensor flattened to (size × length) rows. */
    long row(int sequence, int position) {
        return (long) sequence * length + position;
    }

    /** Ids of all rows; the padding has id 0, which every vocabulary has. */
    long[] paddedIds() {
        long[] ids = new long[Math.multiplyExact(size(), length)];
        for (int sequence = 0; sequence < size(); sequence++) {
            for (int position = 0; position < length(sequence); position++) {
                ids[(int) row(sequence, position)] = id(sequence, position);
            }
        }
        return ids;
    }
}
