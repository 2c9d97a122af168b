package io.foldline.solver;

import io.foldline.pruning.SeededHash;

/**
 * A random order of the numbers from 0 on, without a list of them: a Feistel network over the next power of four, walked
 * along until a number is small enough.
 *
 * @param size how many numbers, at least 1
 */
record Permutation(SeededHash random, long epoch, long size) {
    private static final int ROUNDS = 4;

    /** The number at a place of the order. */
    long at(long place) {
        int half = (65 - Long.numberOfLeadingZeros(size - 1)) / 2;
        long mask = (1L << half) - 1;
        long number = place;
        do {
            for (int round = 0; round < ROUNDS; round++) {
                long right = number & mask;
                long mixed = (number >>> half) ^ (random.bits(epoch * ROUNDS + round, right) & mask);
                number = right << half | mixed;
            }
        } while (number >= size);
        return number;
    }
}
