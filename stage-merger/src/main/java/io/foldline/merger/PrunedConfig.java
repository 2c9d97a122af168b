package io.foldline.merger;

import io.foldline.checkpoint.ModelConfig;
import io.foldline.model.Architecture;

/** The configuration of a pruned model: that of the dense one with fewer blocks, key by key. */
final class PrunedConfig {
    private PrunedConfig() {}

    /** @throws io.foldline.checkpoint.InputException if a list with one entry a block has another number of entries */
    static ModelConfig of(ModelConfig dense, Architecture architecture, BlockNumbering numbering) {
        return dense.with(
                json -> architecture.keeping(dense.json(), numbering.kept()).forEach(json::set));
    }
}
