package io.foldline.passes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Samples of each source of a calibration set, counted over the results of tasks. */
public final class SourceCounts {
    private SourceCounts() {}

    /**
     * Adds the counts of all results. A result that was made for another run may know fewer sources: those that its range
     * of samples comes from.
     *
     * @param counts of one result, in the order of the sources
     */
    public static <R> List<Integer> sum(List<R> results, Function<R, List<Integer>> counts) {
        List<Integer> sums = new ArrayList<>();
        for (R result : results) {
            List<Integer> some = counts.apply(result);
            for (int source = 0; source < some.size(); source++) {
                if (source == sums.size()) {
                    sums.add(0);
                }
                sums.set(source, sums.get(source) + some.get(source));
            }
        }
        return sums;
    }
}
