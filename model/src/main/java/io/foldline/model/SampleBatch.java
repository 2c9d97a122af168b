package io.foldline.model;

import io.foldline.model.text.Batches;
import java.util.List;

/**
 * Calibration samples that go through the model together.
 *
 * @param tokens one sequence a sample
 * @param numbers 0-based number of each sample in its calibration set
 */
public record SampleBatch(TokenBatch tokens, List<Integer> numbers) implements Divisible<SampleBatch> {
    public SampleBatch {
        numbers = List.copyOf(numbers);
        if (numbers.size() != tokens.size()) {
            throw new IllegalArgumentException("%d numbers for %d sequences".formatted(numbers.size(), tokens.size()));
        }
    }

    @Override
    public int size() {
        return tokens.size();
    }

    @Override
    public int length() {
        return tokens.length();
    }

    @Override
    public SampleBatch part(int first, int end) {
        return new SampleBatch(tokens.part(first, end), numbers.subList(first, end));
    }

    /**
     * The batches of consecutive samples, the same however a set is shared out among tasks. Samples without tokens are left
     * out.
     *
     * @param ids token ids of each sample
     * @param first number of the first of them, a multiple of {@link Batches#CHUNK}
     */
    public static List<SampleBatch> plan(List<int[]> ids, int first) {
        return Batches.plan(ids, Batches.TOKEN_BUDGET).stream()
                .map(batch -> new SampleBatch(
                        new TokenBatch(batch.ids().toArray(int[][]::new)),
                        batch.samples().stream().map(sample -> first + sample).toList()))
                .toList();
    }
}
