package io.foldline.evaluator.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The pseudo-random numbers of Python's {@code random.Random(seed)}: the Mersenne Twister MT19937 (Matsumoto and Nishimura,
 * 1998), seeded by array. Examples of few-shot prompts are drawn by it.
 */
final class PythonRandom {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    /** @param seed not negative */
    PythonRandom(int seed) {
        state[0] = 19650218;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        int at = 1;
        for (int step = 0; step < SIZE; step++) {
            state[at] = (state[at] ^ ((state[at - 1] ^ (state[at - 1] >>> 30)) * 1664525)) + seed;
            at = following(at);
        }
        for (int step = 1; step < SIZE; step++) {
            state[at] = (state[at] ^ ((state[at - 1] ^ (state[at - 1] >>> 30)) * 1566083941)) - at;
            at = following(at);
        }
        state[0] = 0x80000000;
    }

    private int following(int at) {
        if (at + 1 < SIZE) {
            return at + 1;
        }
        state[0] = state[SIZE - 1];
        return 1;
    }

    private int word() {
        if (next == SIZE) {
            for (int i = 0; i < SIZE; i++) {
                int mixed = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
                state[i] = state[(i + SHIFT) % SIZE] ^ (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
            }
            next = 0;
        }
        int word = state[next++];
        word ^= word >>> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >>> 18);
    }

    /** {@code randbelow(bound)}: uniform in [0, bound). */
    private int below(int bound) {
        int bits = 32 - Integer.numberOfLeadingZeros(bound);
        int drawn;
        do {
            drawn = word() >>> (32 - bits);
        } while (drawn >= bound);
        return drawn;
    }

    /** {@code sample(range(size), count)}: different numbers below {@code size}, in the order in which they are drawn. */
    List<Integer> sample(int size, int count) {
        if (count > size) {
            throw new IllegalArgumentException("a sample of " + count + " out of " + size);
        }
        return size <= poolSize(count) ? fromPool(size, count) : fromSet(size, count);
    }

    /** Up to this size Python keeps the pool as a list, and a set of what was drawn beyond. */
    private static long poolSize(int count) {
        return count <= 5 ? 21 : 21 + (1L << (2 * (int) Math.ceil(Math.log(3.0 * count) / Math.log(4))));
    }

    private List<Integer> fromPool(int size, int count) {
        int[] pool = new int[size];
        for (int i = 0; i < size; i++) {
            pool[i] = i;
        }
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = below(size - i);
            drawn.add(pool[at]);
            pool[at] = pool[size - i - 1];
        }
        return drawn;
    }

    private List<Integer> fromSet(int size, int count) {
        Set<Integer> seen = new HashSet<>();
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            int at = below(size);
            if (seen.add(at)) {
                drawn.add(at);
            }
        }
        return drawn;
    }
}
