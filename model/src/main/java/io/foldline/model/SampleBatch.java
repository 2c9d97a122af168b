package io.foldline.model;

import io.foldline.model.text.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calibration samples that go through the model together.
 *
 * @param tokens one sequence a sample
 * @param numbers 0-based number of each sample in its calibration set
 */
public record SampleBatch(ModelInput tokens, List<Integer> numbers) implements Divisible<SampleBatch> {
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

    /**
     * The batches of consecutive images, the same however a set is shared out among tasks.
     *
     * @param patches of the model
     * @param images the samples
     * @param first number of the first of them, a multiple of {@link Batches#CHUNK}
     */
    public static List<SampleBatch> plan(Patches patches, List<ImageBatch.Image> images, int first) {
        int together = Math.max(1, Math.min(Batches.CHUNK, Batches.TOKEN_BUDGET / patches.tokens()));
        List<SampleBatch> batches = new ArrayList<>();
        for (int chunk = 0; chunk < images.size(); chunk += Batches.CHUNK) {
            int chunkEnd = Math.min(chunk + Batches.CHUNK, images.size());
            for (int start = chunk; start < chunkEnd; start += together) {
                int end = Math.min(start + together, chunkEnd);
                batches.add(new SampleBatch(
                        new ImageBatch(patches, images.subList(start, end)),
                        IntStream.range(first + start, first + end).boxed().toList()));
            }
        }
        return batches;
    }
}
