package io.foldline.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One weight file to be written.
 *
 * @param name file name
 * @param tensors its tensors, widest elements first, so that every tensor is aligned to its elements
 */
record Shard(String name, List<OutputTensor> tensors) {
    Shard {
        tensors = tensors.stream()
                .sorted(Comparator.comparingInt(
                                (OutputTensor tensor) -> tensor.spec().dtype().bytes())
                        .reversed())
                .toList();
    }

    /** Fills shards of at most {@code maxBytes} each, save for a tensor that alone is larger, in the order given. */
    static List<Shard> plan(List<OutputTensor> tensors, long maxBytes) {
        List<List<OutputTensor>> groups = new ArrayList<>();
        groups.add(new ArrayList<>());
        long filled = 0;
        for (OutputTensor tensor : tensors) {
            long bytes = tensor.spec().bytes();
            if (filled > 0 && filled + bytes > maxBytes) {
                groups.add(new ArrayList<>());
                filled = 0;
            }
            groups.get(groups.size() - 1).add(tensor);
            filled += bytes;
        }
        int count = groups.size();
        return IntStream.range(0, count)
                .mapToObj(i -> new Shard(
                        count == 1 ? WeightFiles.SINGLE : "model-%05d-of-%05d.safetensors".formatted(i + 1, count),
                        groups.get(i)))
                .toList();
    }
}
