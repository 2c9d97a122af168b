package io.foldline.merger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InvalidCheckpointException;
import io.foldline.checkpoint.ModelConfig;
import io.foldline.model.Architecture;

/** The configuration of a pruned model: that of the dense one with fewer blocks, key by key. */
final class PrunedConfig {
    private PrunedConfig() {}

    /** @throws InvalidCheckpointException if a list with one entry a block has another number of entries */
    static ModelConfig of(ModelConfig dense, Architecture architecture, BlockNumbering numbering) {
        return dense.with(json -> {
            json.put(architecture.blockCountKey(), numbering.kept().size());
            for (String key : architecture.perLayerKeys()) {
                JsonNode list = json.path(key);
                if (list.isArray()) {
                    shorten(dense, json, key, list, numbering);
                }
            }
        });
    }

    private static void shorten(
            ModelConfig dense, ObjectNode json, String key, JsonNode list, BlockNumbering numbering) {
        if (list.size() != numbering.blocks()) {
            throw new InvalidCheckpointException(
                    dense.file(),
                    "%s has %d entries, expected one for each of the %d blocks; correct the file"
                            .formatted(key, list.size(), numbering.blocks()));
        }
        ArrayNode shortened = json.putArray(key);
        numbering.kept().forEach(block -> shortened.add(list.get(block)));
    }
}
