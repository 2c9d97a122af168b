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

    /** What one item counts: its values, and their products two by two, for standard errors. */
    static Sums ofItem(Map<String, Double> values) {
        Map<String, Double> all = new TreeMap<>(values);
        values.forEach(
                (one, value) -> values.forEach((other, another) -> all.put(products(one, other), value * another)));
        return new Sums(1, all);
    }

    private static String products(String one, String other) {
        return one.compareTo(other) <= 0 ? one + "*" + other : other + "*" + one;
    }

    /** A sum divided by another, or by the number of items where the other is {@link Metric#ITEMS}. */
    double ratio(String top, String bottom) {
        return get(top) / bottom(bottom);
    }

    /**
     * Standard error of the ratio of two sums, over the choice of the items; by linearisation. For a mean that of Student: the
     * deviation of the items, with one less in the denominator, divided by the root of their number.
     */
    double ratioError(String top, String bottom) {
        double ratio = ratio(top, bottom);
        boolean mean = bottom.equals(Metric.ITEMS);
        double cross = mean ? get(top) : get(products(top, bottom));
        double below = mean ? items : get(products(bottom, bottom));
        double squares = get(products(top, top)) - 2 * ratio * cross + ratio * ratio * below;
        return Math.sqrt(Math.max(squares, 0) * items / (items - 1.0)) / Math.abs(bottom(bottom));
    }

    private double bottom(String name) {
        return name.equals(Metric.ITEMS) ? items : get(name);
    }

    /** The sum of this name; 0 where nothing was counted. */
    public double get(String name) {
        return values.getOrDefault(name, 0.0);
    }
}
