package io.foldline.model.text;

import java.util.List;
import java.util.OptionalLong;

/**
 * Which texts are wanted.
 *
 * @param sources where they come from, at least one
 * @param samples number of texts, at most
 * @param seed of a random choice among the texts of each source; empty: the first ones, in the order of the source
 */
public record SampleSet(List<SampleSource> sources, int samples, OptionalLong seed) {
    public SampleSet {
        sources = List.copyOf(sources);
    }

    /** The first texts of one source. */
    public static SampleSet first(String location, String column, int samples) {
        return new SampleSet(List.of(new SampleSource(location, column, 1)), samples, OptionalLong.empty());
    }
}
