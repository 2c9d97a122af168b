package io.foldline.pruning;

/**
 * Random numbers that depend on nothing but a seed and what they are for, so that every task, wherever it is worked on,
 * draws the same. The mixing is that of SplitMix64 (Steele, Lea, Flood 2014).
 */
public record SeededHash(long seed) {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    /** 64 random bits for a pair of numbers. */
    public long bits(long first, long second) {
        return mix(mix(mix(seed + GAMMA) + first * GAMMA) + second * GAMMA);
    }

    /** A random number from 0 to 1, the latter excluded, for a pair of numbers. */
    public double fraction(long first, long second) {
        return (bits(first, second) >>> 11) * 0x1p-53;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
