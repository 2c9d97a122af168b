package io.foldline.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Drafts that tests share. */
final class Drafts {
    private Drafts() {}

    /** All tensors as they are. */
    static CheckpointDraft copyOf(Checkpoint source) {
        List<OutputTensor> tensors = new ArrayList<>();
        source.tensors().forEach((name, tensor) -> tensors.add(new OutputTensor.Copied(name, tensor)));
        return new CheckpointDraft(source, source.config(), tensors, Map.of());
    }
}
