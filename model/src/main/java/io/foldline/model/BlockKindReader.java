package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads of what kind each block is. */
final class BlockKindReader {
    static final String FULL = "full_attention";
    static final String SLIDING = "sliding_attention";

    /** Many times what any model has; more is a mistake, and must not cost memory. */
    private static final int MOST_BLOCKS = 100_000;

    private final Settings settings;
    private final ConfigReader config;
    private final Family family;
    private final int blocks;
    private final int window;

    private BlockKindReader(Settings settings) {
        this.settings = settings;
        this.config = settings.config();
        this.family = settings.family();
        blocks = settings.required(Setting.BLOCKS);
        if (blocks > MOST_BLOCKS) {
            throw settings.unusable(Setting.BLOCKS, "at most " + MOST_BLOCKS);
        }
        window = settings.has(Setting.WINDOW) && settings.flag(Setting.WINDOW_ENABLED, true)
                ? settings.required(Setting.WINDOW)
                : 0;
    }

    static List<BlockKind> read(Settings settings) {
        return new BlockKindReader(settings).read();
    }

    private List<BlockKind> read() {
        List<Boolean> rotated = rotated();
        List<Boolean> sliding = sliding(rotated);
        Set<Integer> dense = dense();
        int step = settings.count(Setting.SPARSE_STEP, 1);
        List<BlockKind> kinds = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            boolean slides = sliding.get(block);
            int local = slides && family.has(Setting.LOCAL_ROPE_THETA) ? 1 : 0;
            kinds.add(new BlockKind(
                    slides ? window : 0,
                    rotated.get(block) ? local : -1,
                    family.has(Setting.EXPERTS) && !dense.contains(block) && (block + 1) % step == 0));
        }
        return List.copyOf(kinds);
    }

    private List<Boolean> rotated() {
        List<Boolean> rotated = new ArrayList<>();
        JsonNode list = settings.has(Setting.ROTATED_LAYERS) ? list(settings.key(Setting.ROTATED_LAYERS)) : null;
        int period = settings.count(Setting.UNROTATED_PERIOD, Integer.MAX_VALUE);
        for (int block = 0; block < blocks; block++) {
            boolean unturned =
                    list == null ? (block + 1) % period == 0 : list.get(block).asInt(1) == 0;
            rotated.add(family.position() == Family.Position.ROTARY && !unturned);
        }
        return rotated;
    }

    private List<Boolean> sliding(List<Boolean> rotated) {
        if (config.has("layer_types")) {
            List<Boolean> sliding = new ArrayList<>();
            for (JsonNode type : list("layer_types")) {
                sliding.add(slides(type));
            }
            if (family.has(Setting.LAYER_TYPES)) {
                return sliding;
            }
        }
        List<Boolean> sliding = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            sliding.add(window > 0 && slides(block, rotated.get(block)));
        }
        return sliding;
    }

    private boolean slides(int block, boolean rotated) {
        return switch (family.sliding()) {
            case ALL -> true;
            case FROM_FIRST -> block >= settings.count(Setting.WINDOW_FIRST, Integer.MAX_VALUE);
            case BETWEEN_PERIODS -> (block + 1) % settings.required(Setting.WINDOW_PERIOD) != 0;
            case UNROTATED -> !rotated;
        };
    }

    private boolean slides(JsonNode type) {
        if (type.asText().equals(FULL)) {
            return false;
        }
        if (!type.asText().equals(SLIDING) || !family.has(Setting.LAYER_TYPES) || window == 0) {
            throw new InputException("config.json: layer_types holds %s; supported for this configuration: %s"
                    .formatted(type, family.has(Setting.LAYER_TYPES) && window > 0 ? FULL + ", " + SLIDING : FULL));
        }
        return true;
    }

    private Set<Integer> dense() {
        Set<Integer> dense = new HashSet<>();
        if (settings.has(Setting.DENSE_LAYERS)) {
            String key = settings.key(Setting.DENSE_LAYERS);
            if (!config.json().get(key).isArray()) {
                throw config.unusable(key, "a list of numbers of blocks");
            }
            for (JsonNode block : config.json().get(key)) {
                if (!block.isIntegralNumber() || block.asInt(-1) < 0 || block.asInt() >= blocks) {
                    throw config.unusable(key, "a list of numbers from 0 to " + (blocks - 1));
                }
                dense.add(block.asInt());
            }
        }
        return dense;
    }

    private JsonNode list(String key) {
        JsonNode list = config.json().get(key);
        if (!list.isArray()) {
            throw config.unusable(key, "a list with one entry a block");
        }
        if (list.size() != blocks) {
            throw new InputException(
                    "config.json: %s has %d entries, expected one for each of the %d blocks; correct the file"
                            .formatted(key, list.size(), blocks));
        }
        return list;
    }
}
