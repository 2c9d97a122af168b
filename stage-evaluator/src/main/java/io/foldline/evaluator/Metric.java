package io.foldline.evaluator;

/**
 * A figure that a benchmark task yields.
 *
 * @param name as lm-evaluation-harness names it, such as {@code word_perplexity}
 * @param better which way is better
 */
public record Metric(String name, Better better) {
    /** Which way is better. */
    public enum Better {
        HIGHER,
        LOWER
    }

    static Metric lower(String name) {
        return new Metric(name, Better.LOWER);
    }

    static Metric higher(String name) {
        return new Metric(name, Better.HIGHER);
    }

    /** Name of its standard error, as lm-evaluation-harness has it. */
    String errorName() {
        return name + "_stderr";
    }

    /**
     * What the pruned model kept of the dense one, in percent: 100 where both do equally well, or the dense one had nothing
     * to lose.
     */
    public double retainedPercent(double dense, double pruned) {
        return switch (better) {
            case HIGHER -> dense == 0 ? 100 : 100 * pruned / dense;
            case LOWER -> 100 * dense / pruned;
        };
    }
}
