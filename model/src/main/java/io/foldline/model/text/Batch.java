package io.foldline.model.text;

import java.util.List;

/**
 * Samples that go through the model together.
 *
 * @param samples position of each sample in the list that was planned, 0-based
 * @param ids token ids of each sample, in the same order; shortest first, none empty
 */
public record Batch(List<Integer> samples, List<int[]> ids) {
    public Batch {
        samples = List.copyOf(samples);
        ids = List.copyOf(ids);
    }

    /** Number of tokens, padding not counted. */
    public int tokens() {
        return ids.stream().mapToInt(x -> x.length).sum();
    }
}
