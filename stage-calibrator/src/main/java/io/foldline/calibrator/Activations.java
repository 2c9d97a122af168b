package io.foldline.calibrator;

import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.event.ArtifactReference;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenSelection;
import io.foldline.pruning.ActivationsFile;
import io.foldline.stage.ArtifactStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Activations of the tokens of a task: a bounded number in memory, the others in the artifact store, in files that are named
 * here in the order of the tokens.
 */
final class Activations {
    /** Bytes in memory beyond which they go to the store. An event has room for ten thousand files. */
    private static final long MOST_BYTES = 64L << 20;

    private static final String WORD = "activations.";

    private final ArtifactStore store;
    private final TokenChoice choice;
    private final List<ArtifactReference> files = new ArrayList<>();
    private final List<List<ActivationRows>> batches = new ArrayList<>();
    private long bytes;

    /** @param choice the tokens that are wanted */
    Activations(ArtifactStore store, TokenChoice choice) {
        this.store = store;
        this.choice = choice;
    }

    TokenSelection wanted(SampleBatch batch) {
        return TokenSelection.all(batch).only(choice);
    }

    /** Adds the activations of a batch, one entry a cut, none without tokens; needs no memory to speak of. */
    void add(List<ActivationRows> cuts) {
        if (!cuts.isEmpty()) {
            batches.add(cuts);
            bytes += cuts.stream().mapToLong(ActivationRows::bytes).sum();
        }
    }

    /** Makes room for a batch, if there is little. */
    void makeRoom() throws IOException {
        if (bytes >= MOST_BYTES) {
            store();
        }
    }

    /** Stores what is in memory, and names all files. */
    List<ArtifactReference> files() throws IOException {
        if (!batches.isEmpty()) {
            store();
        }
        return List.copyOf(files);
    }

    /** Of its own for each attempt, as the statistics. */
    private void store() throws IOException {
        files.add(store.put(
                "activations/%s.safetensors".formatted(UUID.randomUUID()),
                file -> SafetensorsWriter.write(file, contents())));
        batches.clear();
        bytes = 0;
    }

    private List<OutputTensor.Computed> contents() {
        return IntStream.range(0, batches.get(0).size()).mapToObj(this::content).toList();
    }

    private OutputTensor.Computed content(int cut) {
        ActivationRows first = batches.get(0).get(cut);
        long tokens =
                batches.stream().mapToLong(batch -> batch.get(cut).tokens()).sum();
        TensorSpec spec = new TensorSpec(
                ActivationsFile.tensor(cut), first.dtype(), List.of(tokens, (long) ActivationsFile.PARTS, (long)
                        first.width()));
        return new OutputTensor.Computed(spec, sink -> {
            for (List<ActivationRows> batch : batches) {
                sink.write(batch.get(cut).doubles());
            }
        });
    }

    /** All files as words, by number, once everything is stored. */
    Map<String, String> words() throws IOException {
        Map<String, String> words = new LinkedHashMap<>();
        for (ArtifactReference file : files()) {
            ByteBuffer buffer = file.toByteBuffer();
            byte[] content = new byte[buffer.remaining()];
            buffer.get(content);
            words.put(WORD + words.size(), Base64.getEncoder().encodeToString(content));
        }
        return words;
    }

    /**
     * Begins with the files that words of another attempt name.
     *
     * @throws IOException if one of them is missing or damaged; then none is taken over
     */
    void restore(Map<String, String> words) throws IOException {
        List<ArtifactReference> found = new ArrayList<>();
        @Nullable String word;
        while ((word = words.get(WORD + found.size())) != null) {
            ArtifactReference file = ArtifactReference.fromByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(word)));
            store.get(file);
            found.add(file);
        }
        files.addAll(found);
    }
}
