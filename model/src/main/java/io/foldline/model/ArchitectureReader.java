package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;

/** Reads an {@link Architecture} and refuses what would be computed otherwise than the checkpoint's makers meant. */
final class ArchitectureReader {
    private ArchitectureReader() {}

    static Architecture read(ConfigReader config) {
        Family family = family(config);
        refuseUnsupported(config, family);
        ConfigKeys keys = family.keys();
        int width = config.requiredCount(keys.width());
        int heads = config.requiredCount(keys.heads());
        int keyValueHeads = config.count(keys.keyValueHeads(), heads);
        if (heads % keyValueHeads != 0) {
            throw config.unusable(keys.keyValueHeads(), "a divisor of " + keys.heads() + " (" + heads + ")");
        }
        int maxPositions = config.count(keys.maxPositions(), 2048);
        return new Architecture(
                family,
                config.requiredCount(keys.blocks()),
                width,
                config.requiredCount(keys.innerWidth()),
                heads,
                keyValueHeads,
                headWidth(config, keys, width, heads),
                config.requiredCount(keys.vocabulary()),
                maxPositions,
                config.positive(keys.normEpsilon(), 1e-6),
                Activation.named(config.text(keys.activation(), "silu"), keys.activation()),
                RopeReader.read(config, maxPositions),
                config.flag(family.attentionBiasKey(), false),
                config.flag(family.mlpBiasKey(), false),
                config.flag("tie_word_embeddings", false));
    }

    private static Family family(ConfigReader config) {
        if (!config.has("model_type")) {
            throw new InputException(
                    "config.json has no model_type; known architectures: " + String.join(", ", Families.names()));
        }
        String modelType = config.text("model_type", "");
        Family family = Families.find(modelType)
                .orElseThrow(() -> new InputException("unknown architecture '%s' (model_type in config.json); known: %s"
                        .formatted(modelType, String.join(", ", Families.names()))));
        JsonNode classes = config.json().path("architectures");
        if (!classes.isEmpty() && !names(classes, family)) {
            throw new InputException(
                    "config.json: architectures is %s, of which none is supported for model_type %s; supported: %s"
                            .formatted(classes, modelType, String.join(", ", family.classes())));
        }
        return family;
    }

    private static boolean names(JsonNode classes, Family family) {
        for (JsonNode name : classes) {
            if (family.classes().stream().anyMatch(known -> known.equalsIgnoreCase(name.asText()))) {
                return true;
            }
        }
        return false;
    }

    private static int headWidth(ConfigReader config, ConfigKeys keys, int width, int heads) {
        if (!config.has(keys.headWidth()) && width % heads != 0) {
            throw config.unusable(keys.width(), "a multiple of " + keys.heads() + " (" + heads + ")");
        }
        int headWidth = config.count(keys.headWidth(), width / heads);
        if (headWidth % 2 != 0) {
            throw new InputException(
                    "config.json: a head's width must be even for rotary positions, found " + headWidth);
        }
        return headWidth;
    }

    private static void refuseUnsupported(ConfigReader config, Family family) {
        if (config.has("quantization_config")) {
            throw new InputException(
                    "config.json: quantization_config (%s): quantized checkpoints are not supported; use the unquantized one"
                            .formatted(config.json()
                                    .get("quantization_config")
                                    .path("quant_method")
                                    .asText("unnamed method")));
        }
        if (config.json().path("auto_map").has("AutoModelForCausalLM")) {
            throw new InputException(
                    "config.json: auto_map.AutoModelForCausalLM: models with code of their own are not supported");
        }
        for (String key : family.refusedKeys()) {
            if (config.has(key)) {
                throw new InputException("config.json: %s is %s, which is not supported for model_type %s"
                        .formatted(key, config.json().get(key), family.modelType()));
            }
        }
        for (JsonNode type : config.json().path("layer_types")) {
            if (!type.asText().equals("full_attention")) {
                throw new InputException(
                        "config.json: layer_types holds %s; only full_attention is supported".formatted(type));
            }
        }
    }
}
