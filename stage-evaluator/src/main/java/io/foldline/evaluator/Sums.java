package io.foldline.evaluator;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted over a number of items, by name; adds up over items, ranges and workers.
 *
 * @param items items that were measured
 * @param values sums by name, such as {@link #LOG_LIKELIHOOD}
 */
public record Sums(long items, Map<String, Double> values) {
    /** Natural-log likelihood of everything that was scored. */
    public static final String LOG_LIKELIHOOD = "logLikelihood";
    /** Tokens that were predicted. */
    public static final String TOKENS = "tokens";
    /** Words of the original text. */
    public static final String WORDS = "words";
    /** Pictures whose class was seen. */
    public static final String CORRECT = "correct";
    /** UTF-8 bytes of the original text. */
    public static final String BYTES = "bytes";

    /** Nothing counted yet. */
    public static final Sums NONE = new Sums(0, Map.of());

    public Sums {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Both together. */
    public Sums plus(Sums other) {
        Map<String, Double> added = new TreeMap<>(values);
        other.values.forEach((name, value) -> added.merge(name, value, Double::sum));
        return new Sums(items + other.items, added);
    }

    /** Name of the sum of products of two values of each item. */
    static String products(String one, String other) {
        return one + "*" + other;
    }

    /**
     * Standard error of the ratio of two sums, over the choice of the items; by linearisation. NaN for fewer than two items.
     * Needs the sums of {@link #products} of both with each other and themselves.
     */
    double ratioError(String top, String bottom) {
        double ratio = get(top) / get(bottom);
        double squares = get(products(top, top))
                - 2 * ratio * get(products(top, bottom))
                + ratio * ratio * get(products(bottom, bottom));
        return Math.sqrt(Math.max(squares, 0) * items / (items - 1.0)) / Math.abs(get(bottom));
    }

    /** The sum of this name; 0 where nothing was counted. */
    public double get(String name) {
        return values.getOrDefault(name, 0.0);
    }
}
