package io.foldline.evaluator;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured over a number of items.
 *
 * @param sums over all
 * @param scores of each, in their order
 */
record Measures(Sums sums, List<ItemScore> scores) {
    Measures {
        scores = List.copyOf(scores);
    }

    /**
     * What an item adds to the two sums of the first metric of a task.
     *
     * @param top to the sum that is divided
     * @param bottom to the sum that it is divided by
     */
    record ItemScore(double top, double bottom) {}

    /**
     * Adds items up.
     *
     * @param first metric of their task
     */
    static Measures of(Metric first, List<Sums> items) {
        Sums sums = Sums.NONE;
        List<ItemScore> scores = new ArrayList<>();
        for (Sums item : items) {
            sums = sums.plus(item);
            scores.add(new ItemScore(
                    item.get(first.top()), first.bottom().equals(Metric.ITEMS) ? 1 : item.get(first.bottom())));
        }
        return new Measures(sums, scores);
    }

    /** Several one after the other. */
    static Measures all(List<Measures> parts) {
        return new Measures(
                parts.stream().map(Measures::sums).reduce(Sums.NONE, Sums::plus),
                parts.stream().flatMap(part -> part.scores.stream()).toList());
    }
}
