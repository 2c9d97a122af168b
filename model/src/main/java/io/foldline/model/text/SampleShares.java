package io.foldline.model.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides a number of samples among sources, in proportion to their weights, by the method of the largest remainder. */
public final class SampleShares {
    private SampleShares() {}

    /** What each source should give, whatever it has. Of equal remainders the earlier source's counts first. */
    public static List<Integer> wanted(int samples, List<SampleSource> sources) {
        double total = sources.stream().mapToDouble(SampleSource::weight).sum();
        List<Double> exact = sources.stream()
                .map(source -> samples * (source.weight() / total))
                .toList();
        List<Integer> shares =
                new ArrayList<>(exact.stream().map(Double::intValue).toList());
        int left = samples - shares.stream().mapToInt(Integer::intValue).sum();
        IntStream.range(0, sources.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> shares.get(i) - exact.get(i)))
                .limit(left)
                .forEach(i -> shares.set(i, shares.get(i) + 1));
        return shares;
    }

    /**
     * What each source gives: what it should, and for sources that run short the others, again in proportion to their
     * weights, as far as they have it.
     *
     * @param available texts that each source has
     */
    public static List<Integer> given(int samples, List<SampleSource> sources, List<Integer> available) {
        List<Integer> given = new ArrayList<>(sources.stream().map(source -> 0).toList());
        List<Integer> open = IntStream.range(0, sources.size()).boxed().toList();
        int left = samples;
        while (left > 0 && !open.isEmpty()) {
            List<Integer> shares = wanted(left, open.stream().map(sources::get).toList());
            for (int i = 0; i < open.size(); i++) {
                int source = open.get(i);
                int more = Math.min(shares.get(i), available.get(source) - given.get(source));
                given.set(source, given.get(source) + more);
                left -= more;
            }
            open = open.stream()
                    .filter(source -> given.get(source) < available.get(source))
                    .toList();
        }
        return given;
    }
}
