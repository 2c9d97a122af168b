package io.foldline.model.text;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Draws rows at random, without knowing how many there are: each row gets a number that depends on the seed and its index
 * alone, and those with the least numbers are drawn, in the order of the numbers. So the first k rows of a longer drawing
 * are those of a shorter one, memory is needed for the drawn rows alone, and every machine draws the same.
 *
 * <p>The number is that of the SplitMix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", 2014), a bijection, so no two rows have the same.
 */
final class Shuffle {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final int limit;
    private final PriorityQueue<Row> drawn =
            new PriorityQueue<>(Comparator.comparingLong(Row::order).reversed());

    private record Row(int index, long order) {}

    /** @param limit number of rows that are drawn, at most */
    Shuffle(long seed, int limit) {
        this.seed = seed;
        this.limit = limit;
    }

    /** Takes the next row into account. */
    void offer(int index) {
        drawn.add(new Row(index, order(index)));
        if (drawn.size() > limit) {
            drawn.remove();
        }
    }

    /** The rows that are drawn, in the order of the drawing. */
    List<Integer> rows() {
        return drawn.stream()
                .sorted(Comparator.comparingLong(Row::order))
                .map(Row::index)
                .toList();
    }

    private long order(int index) {
        long z = seed + GOLDEN_GAMMA * (index + 1L);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
