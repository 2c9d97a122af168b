package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The configuration of a model that keeps some of its blocks. What follows from a block's number, such as every second
 * block's sliding attention, is written out, since the numbers change and the kinds do not.
 */
record KeptBlocks(Architecture architecture, ConfigReader dense) {
    Map<String, JsonNode> settings(List<Integer> kept) {
        Family family = architecture.family();
        List<BlockKind> kinds = kept.stream().map(architecture.kinds()::get).toList();
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        settings.put(family.key(Setting.BLOCKS), IntNode.valueOf(kept.size()));
        if (dense.has("layer_types") || (family.has(Setting.LAYER_TYPES) && differ(BlockKind::slides))) {
            settings.put(
                    "layer_types",
                    list(list -> kinds.forEach(
                            kind -> list.add(kind.slides() ? BlockKindReader.SLIDING : BlockKindReader.FULL))));
        }
        if (family.has(Setting.WINDOW_FIRST) && differ(BlockKind::slides)) {
            long full = kinds.stream().takeWhile(kind -> !kind.slides()).count();
            settings.put(family.key(Setting.WINDOW_FIRST), IntNode.valueOf((int) full));
        }
        if (family.has(Setting.ROTATED_LAYERS)) {
            settings.put(
                    family.key(Setting.ROTATED_LAYERS),
                    list(list -> kinds.forEach(kind -> list.add(kind.rotates() ? 1 : 0))));
        }
        if (family.has(Setting.DENSE_LAYERS) && differ(BlockKind::sparse)) {
            settings.put(family.key(Setting.SPARSE_STEP), IntNode.valueOf(1));
            settings.put(family.key(Setting.DENSE_LAYERS), list(list -> {
                for (int block = 0; block < kinds.size(); block++) {
                    if (!kinds.get(block).sparse()) {
                        list.add(block);
                    }
                }
            }));
        }
        return settings;
    }

    private boolean differ(Predicate<BlockKind> feature) {
        return architecture.kinds().stream().map(feature::test).distinct().count() > 1;
    }

    private static ArrayNode list(Consumer<ArrayNode> entries) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        entries.accept(list);
        return list;
    }
}
