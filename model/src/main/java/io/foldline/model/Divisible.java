package io.foldline.model;

/**
 * Sequences that go through the model together, and can go in several parts instead.
 *
 * @param <B> the type itself
 */
public interface Divisible<B extends Divisible<B>> {
    /** Number of sequences. */
    int size();

    /** Length of the longest sequence, to which the others are padded, in tokens. */
    int length();

    /**
     * Some of the sequences.
     *
     * @param first 0-based, inclusive
     * @param end exclusive
     */
    B part(int first, int end);
}
