package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Which row of which source each sample of a set is: the samples of the first source, then those of the second, and so on.
 *
 * @param rows for each source the rows that are taken of it, 0-based, in the order of the samples
 */
public record SamplePlan(List<List<Integer>> rows) {
    public SamplePlan {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * Samples of one source.
     *
     * @param source index of the source
     * @param rows rows of the source, in the order of the samples
     */
    public record Part(int source, List<Integer> rows) {}

    /** Counts the rows of a source. */
    @FunctionalInterface
    public interface RowCount {
        /**
         * @param limit of the counting; what comes behind does not matter
         * @throws InputException if the source cannot be read or holds nothing
         */
        int of(SampleSource source, int limit) throws IOException;
    }

    /**
     * Chooses the texts of a set. They are counted, not read.
     *
     * @throws InputException if a source cannot be read or holds no text
     */
    public static SamplePlan of(SampleSet set) throws IOException {
        return of(set, SamplePlan::countTexts);
    }

    /**
     * Chooses the rows of a set: from each source in proportion to its weight, and more from the others where one runs
     * short.
     *
     * @param rows how many rows a source has, whatever they hold
     * @throws InputException if a source cannot be read or holds nothing
     */
    public static SamplePlan of(SampleSet set, RowCount rows) throws IOException {
        List<List<Integer>> offered = offered(set, SampleShares.wanted(set.samples(), set.sources()), rows);
        if (total(offered) < set.samples()) {
            offered =
                    offered(set, set.sources().stream().map(s -> set.samples()).toList(), rows);
        }
        List<Integer> shares = SampleShares.given(
                set.samples(), set.sources(), offered.stream().map(List::size).toList());
        List<List<Integer>> chosen = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            chosen.add(offered.get(i).subList(0, shares.get(i)));
        }
        return new SamplePlan(chosen);
    }

    private static List<List<Integer>> offered(SampleSet set, List<Integer> limits, RowCount rows) throws IOException {
        List<List<Integer>> offered = new ArrayList<>();
        for (int i = 0; i < limits.size(); i++) {
            offered.add(offered(set.sources().get(i), limits.get(i), set.seed(), rows));
        }
        return offered;
    }

    private static List<Integer> offered(SampleSource source, int limit, OptionalLong seed, RowCount rows)
            throws IOException {
        if (seed.isEmpty()) {
            return IntStream.range(0, Math.min(rows.of(source, limit), limit))
                    .boxed()
                    .toList();
        }
        Shuffle shuffle = new Shuffle(seed.getAsLong(), limit);
        IntStream.range(0, rows.of(source, Integer.MAX_VALUE)).forEach(shuffle::offer);
        return shuffle.rows();
    }

    private static int countTexts(SampleSource source, int limit) throws IOException {
        try (TextReader reader = TextReader.open(source.location(), source.column())) {
            if (!reader.skip()) {
                throw new InputException(Place.shown(source.location()) + ": holds no text");
            }
            int count = 1;
            while (count < limit && reader.skip()) {
                count++;
            }
            return count;
        }
    }

    private static int total(List<List<Integer>> rows) {
        return rows.stream().mapToInt(List::size).sum();
    }

    /** Number of samples. */
    public int size() {
        return total(rows);
    }

    /** Number of samples of each source. */
    public List<Integer> counts() {
        return rows.stream().map(List::size).toList();
    }

    /** The samples of a range by source; sources that have none in it are left out. */
    public List<Part> parts(ItemRange range) {
        List<Part> parts = new ArrayList<>();
        int first = 0;
        for (int source = 0; source < rows.size(); source++) {
            int size = rows.get(source).size();
            int from = Math.max(range.first() - first, 0);
            int to = Math.min(range.end() - first, size);
            if (from < to) {
                parts.add(new Part(source, rows.get(source).subList(from, to)));
            }
            first += size;
        }
        return parts;
    }
}
