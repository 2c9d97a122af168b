package io.foldline.evaluator;

import io.foldline.evaluator.Measures.ItemScore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pruned model kept of the dense one, in percent.
 *
 * @param percent 100 where both do equally well
 * @param error its standard error over the choice of the items, which are the same for both models; empty where it cannot be
 *     told
 */
record Retained(double percent, Optional<Double> error) {
    /** Quantile of the normal distribution for 95 %. */
    private static final double NORMAL = 1.96;

    private static final String DENSE = "dense";
    private static final String PRUNED = "pruned";
    private static final String BOTTOM = "bottom";

    /** By a metric; there is no error where not the same items were measured on both. */
    static Retained of(Metric metric, Measures dense, Measures pruned) {
        double before = metric.value(dense.sums());
        double percent = metric.retainedPercent(before, metric.value(pruned.sums()));
        int items = dense.scores().size();
        boolean paired = items == pruned.scores().size() && items > 1 && before != 0;
        return new Retained(
                percent,
                paired ? Optional.of(error(metric, percent, dense.scores(), pruned.scores())) : Optional.empty());
    }

    /** Linearised: of a ratio of sums, or of exp of a ratio. */
    private static double error(Metric metric, double percent, List<ItemScore> dense, List<ItemScore> pruned) {
        Sums sums = Sums.NONE;
        for (int i = 0; i < dense.size(); i++) {
            sums = sums.plus(Sums.ofItem(Map.of(
                    DENSE,
                    dense.get(i).top(),
                    PRUNED,
                    pruned.get(i).top(),
                    BOTTOM,
                    dense.get(i).bottom(),
                    PRUNED + DENSE,
                    pruned.get(i).top() - dense.get(i).top())));
        }
        return switch (metric.scale()) {
            case MEAN -> 100 * sums.ratioError(PRUNED, DENSE);
            case BITS -> 100 * sums.ratioError(DENSE, PRUNED);
            case PERPLEXITY -> percent * sums.ratioError(PRUNED + DENSE, BOTTOM);
        };
    }

    /** The mean over tasks, which are independent of each other. */
    static Retained mean(List<Retained> tasks) {
        double percent = tasks.stream().mapToDouble(Retained::percent).average().orElseThrow();
        boolean known = tasks.stream().allMatch(task -> task.error.isPresent());
        double squares = tasks.stream()
                .mapToDouble(task -> Math.pow(task.error.orElse(0.0), 2))
                .sum();
        return new Retained(percent, known ? Optional.of(Math.sqrt(squares) / tasks.size()) : Optional.empty());
    }

    /** Lower end of the 95 % confidence interval. */
    Optional<Double> low() {
        return error.map(deviation -> Math.max(0, percent - NORMAL * deviation));
    }

    /** Upper end of the 95 % confidence interval. */
    Optional<Double> high() {
        return error.map(deviation -> percent + NORMAL * deviation);
    }
}
