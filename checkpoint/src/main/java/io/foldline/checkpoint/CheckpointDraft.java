package io.foldline.checkpoint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint to be written, as data.
 *
 * @param source whose tokenizer, generation and licence files are carried over
 * @param config the new {@code config.json}
 * @param tensors all tensors of the new checkpoint; what is not here is dropped
 * @param texts further text files by name, such as {@code README.md}
 */
public record CheckpointDraft(
        Checkpoint source, ModelConfig config, List<OutputTensor> tensors, Map<String, String> texts) {
    public CheckpointDraft {
        tensors = List.copyOf(tensors);
        texts = Map.copyOf(texts);
        Set<String> names = new HashSet<>();
        for (OutputTensor tensor : tensors) {
            if (!names.add(tensor.spec().name())) {
                throw new IllegalArgumentException(
                        "two tensors named " + tensor.spec().name());
            }
        }
    }

    /** The same draft with another text file. */
    public CheckpointDraft with(String name, String text) {
        Map<String, String> more = new HashMap<>(texts);
        more.put(name, text);
        return new CheckpointDraft(source, config, tensors, more);
    }

    /** Size of all tensors in bytes. */
    public long weightBytes() {
        return tensors.stream().mapToLong(tensor -> tensor.spec().bytes()).sum();
    }

    /** Number of elements of all tensors. */
    public long parameters() {
        return tensors.stream().mapToLong(tensor -> tensor.spec().elements()).sum();
    }
}
