package io.foldline.evaluator;

import java.util.OptionalDouble;

/**
 * A figure that a benchmark task yields: a function of the ratio of two sums over its items.
 *
 * @param name as lm-evaluation-harness names it, such as {@code word_perplexity}
 * @param scale what is made of the ratio
 * @param top name of the sum that is divided, see {@link Sums}
 * @param bottom name of the sum that it is divided by; {@link #ITEMS}: the number of items
 */
public record Metric(String name, Scale scale, String top, String bottom) {
    /** Stands for the number of items. */
    static final String ITEMS = "";

    /** What is made of a ratio r. */
    public enum Scale {
        /** r itself; higher is better. */
        MEAN {
            @Override
            double of(double ratio) {
                return ratio;
            }

            @Override
            double slope(double ratio) {
                return 1;
            }
        },
        /** exp(−r) of a log-likelihood; lower is better. */
        PERPLEXITY {
            @Override
            double of(double ratio) {
                return Math.exp(-ratio);
            }

            @Override
            double slope(double ratio) {
                return Math.exp(-ratio);
            }
        },
        /** −r/ln 2 of a log-likelihood; lower is better. */
        BITS {
            @Override
            double of(double ratio) {
                return -ratio / Math.log(2);
            }

            @Override
            double slope(double ratio) {
                return 1 / Math.log(2);
            }
        };

        abstract double of(double ratio);

        /** Absolute value of the derivative. */
        abstract double slope(double ratio);
    }

    /** The mean of what items count; higher is better. */
    static Metric mean(String name, String top) {
        return new Metric(name, Scale.MEAN, top, ITEMS);
    }

    /** Whether a higher value is better. */
    public boolean higherIsBetter() {
        return scale == Scale.MEAN;
    }

    /** Its name without the filter of answers: {@code exact_match}. */
    public String plainName() {
        int filter = name.indexOf(',');
        return filter < 0 ? name : name.substring(0, filter);
    }

    /** The filter of answers: {@code strict-match}; {@code none} where there is none. */
    public String filter() {
        return name.equals(plainName()) ? "none" : name.substring(plainName().length() + 1);
    }

    /** Name of its standard error, as lm-evaluation-harness has it: {@code acc_stderr}, {@code exact_match_stderr,strict}. */
    public String errorName() {
        return plainName() + "_stderr" + name.substring(plainName().length());
    }

    /** Its value. */
    double value(Sums sums) {
        return scale.of(sums.ratio(top, bottom));
    }

    /** Its standard error over the choice of the items, linearised; empty for fewer than two items. */
    OptionalDouble error(Sums sums) {
        return sums.items() < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(sums.ratioError(top, bottom) * scale.slope(sums.ratio(top, bottom)));
    }

    /**
     * What the pruned model kept of the dense one, in percent: 100 where both do equally well, or the dense one had nothing
     * to lose.
     */
    public double retainedPercent(double dense, double pruned) {
        if (higherIsBetter()) {
            return dense == 0 ? 100 : 100 * pruned / dense;
        }
        return 100 * dense / pruned;
    }
}
