package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import io.foldline.model.Family.Biased;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an {@link Architecture} and refuses what would be computed otherwise than the checkpoint's makers meant. */
final class ArchitectureReader {
    /** Many times what any model has; more is a mistake, and must not cost memory. */
    private static final int MOST_EXPERTS = 10_000;

    /** The configuration as a whole. */
    private final ConfigReader whole;

    private final Settings settings;

    private ArchitectureReader(ConfigReader whole, Settings settings) {
        this.whole = whole;
        this.settings = settings;
    }

    static Architecture read(JsonNode json) {
        ConfigReader config = ConfigReader.of(json);
        return read(config, family(config));
    }

    /** The tower of texts of a configuration whose family is known; empty if it has none. */
    static Optional<Architecture> readTextTower(JsonNode json) {
        ConfigReader config = ConfigReader.of(json);
        return Families.textTower(family(config).modelType()).map(tower -> read(config, tower));
    }

    private static Architecture read(ConfigReader config, Family family) {
        ConfigReader section = new ConfigSection(family.section()).of(config);
        refuseUnsupported(config, family);
        refuseUnsupported(section, family);
        ConfigReader effective = new ConfigReader(effective(section.json(), family), section.path());
        return new ArchitectureReader(config, new Settings(family, effective)).read();
    }

    private Architecture read() {
        int width = settings.required(Setting.WIDTH);
        Attention attention = attention(width);
        Patches patches = patches();
        int vocabulary = patches == null ? settings.required(Setting.VOCABULARY) : 0;
        int maxPositions = patches == null ? settings.count(Setting.MAX_POSITIONS, 2048) : patches.tokens();
        return new Architecture(
                settings.family(),
                width,
                innerWidth(width),
                vocabulary,
                outputs(vocabulary),
                maxPositions,
                patches,
                settings.positive(Setting.NORM_EPSILON, 1e-6),
                Activation.named(settings.text(Setting.ACTIVATION, "silu"), settings.key(Setting.ACTIVATION)),
                attention,
                experts(),
                scales(width),
                settings.family().parallel().in(settings.config()),
                biased(),
                settings.flag(Setting.TIED_HEAD, false),
                ropes(attention, maxPositions),
                BlockKindReader.read(settings));
    }

    private int innerWidth(int width) {
        int perWidth = settings.family().innerPerWidth();
        if (perWidth == 0 || settings.has(Setting.INNER_WIDTH)) {
            return settings.required(Setting.INNER_WIDTH);
        }
        if (width > Integer.MAX_VALUE / perWidth) {
            throw settings.unusable(Setting.WIDTH, "at most " + Integer.MAX_VALUE / perWidth);
        }
        return perWidth * width;
    }

    private @Nullable Patches patches() {
        if (!settings.family().has(Setting.PATCH_SIZE)) {
            return null;
        }
        int imageSize = settings.required(Setting.IMAGE_SIZE);
        int patchSize = settings.required(Setting.PATCH_SIZE);
        if (patchSize > imageSize) {
            throw settings.unusable(Setting.PATCH_SIZE, "at most the size of an image (" + imageSize + ")");
        }
        return new Patches(imageSize, patchSize);
    }

    /** As transformers does: where nothing names the labels of images there are two. */
    private int outputs(int vocabulary) {
        if (settings.family().has(Setting.OUTPUTS)) {
            return whole.count(settings.family().key(Setting.OUTPUTS), 512);
        }
        if (vocabulary > 0) {
            return vocabulary;
        }
        int labels = whole.json().path("id2label").size();
        return labels == 0 ? whole.count("num_labels", 2) : labels;
    }

    private Attention attention(int width) {
        int heads = settings.required(Setting.HEADS);
        int keyValueHeads = settings.count(Setting.KEY_VALUE_HEADS, heads);
        if (heads % keyValueHeads != 0) {
            throw settings.unusable(
                    Setting.KEY_VALUE_HEADS, "a divisor of " + settings.key(Setting.HEADS) + " (" + heads + ")");
        }
        if (!settings.has(Setting.HEAD_WIDTH) && width % heads != 0) {
            throw settings.unusable(Setting.WIDTH, "a multiple of " + settings.key(Setting.HEADS) + " (" + heads + ")");
        }
        int headWidth = settings.count(Setting.HEAD_WIDTH, width / heads);
        if ((long) heads * headWidth > Integer.MAX_VALUE) {
            throw settings.unusable(
                    Setting.HEADS,
                    "at most %d for heads of width %d".formatted(Integer.MAX_VALUE / headWidth, headWidth));
        }
        double scalar = settings.positive(Setting.QUERY_SCALAR, headWidth);
        return new Attention(
                heads,
                keyValueHeads,
                headWidth,
                rotatedWidth(headWidth),
                settings.positive(Setting.ATTENTION_SCALE, 1 / Math.sqrt(scalar)),
                settings.positive(Setting.ATTENTION_SOFTCAP, 0));
    }

    private List<Rope> ropes(Attention attention, int maxPositions) {
        if (settings.family().position() != Family.Position.ROTARY) {
            return List.of();
        }
        List<Rope> ropes = RopeReader.read(settings, maxPositions);
        int needed = attention.rotatedWidth() / 2;
        for (Rope rope : ropes) {
            // One factor alone would be taken for all dimensions, which no checkpoint means.
            if (rope instanceof Rope.LongRope factors
                    && (factors.shortFactors().size() != needed
                            || factors.longFactors().size() != needed)) {
                throw new InputException(
                        "config.json: short_factor and long_factor must have %d entries, half the rotated width of a head, found %d and %d; correct the file"
                                .formatted(
                                        needed,
                                        factors.shortFactors().size(),
                                        factors.longFactors().size()));
            }
        }
        return ropes;
    }

    private int rotatedWidth(int headWidth) {
        if (settings.family().position() != Family.Position.ROTARY) {
            return 0;
        }
        int rotated = (int) (headWidth * RopeReader.fraction(settings));
        if (rotated % 2 != 0 || rotated == 0) {
            throw new InputException(
                    "config.json: the rotated part of a head must have an even width above 0, found %d of %d"
                            .formatted(rotated, headWidth));
        }
        return rotated;
    }

    private @Nullable Experts experts() {
        Family family = settings.family();
        if (!family.has(Setting.EXPERTS)) {
            return null;
        }
        int count = settings.required(Setting.EXPERTS);
        if (count > MOST_EXPERTS) {
            throw settings.unusable(Setting.EXPERTS, "at most " + MOST_EXPERTS);
        }
        int perToken = settings.count(Setting.EXPERTS_PER_TOKEN, 1);
        if (perToken > count) {
            throw settings.unusable(Setting.EXPERTS_PER_TOKEN, "at most the number of experts (" + count + ")");
        }
        return new Experts(
                count,
                perToken,
                settings.required(Setting.EXPERT_WIDTH),
                family.expertsNormalised().in(settings.config()),
                family.has(Part.SHARED_EXPERT) ? settings.required(Setting.SHARED_EXPERT_WIDTH) : 0);
    }

    private Scales scales(int width) {
        double embedding = settings.family().embeddingScaled() ? Math.sqrt(width) : 1;
        return new Scales(
                settings.positive(Setting.EMBEDDING_SCALE, embedding),
                settings.positive(Setting.RESIDUAL_SCALE, 1),
                settings.positive(Setting.LOGIT_DIVISOR, 1),
                settings.positive(Setting.LOGIT_SOFTCAP, 0));
    }

    private Set<Biased> biased() {
        Set<Biased> biased = EnumSet.noneOf(Biased.class);
        settings.family().biases().forEach((layer, toggle) -> {
            if (toggle.in(settings.config())) {
                biased.add(layer);
            }
        });
        return Set.copyOf(biased);
    }

    private static Family family(ConfigReader config) {
        if (!config.has("model_type")) {
            throw new InputException(
                    "config.json has no model_type; known architectures: " + String.join(", ", Families.names()));
        }
        String modelType = config.text("model_type", "");
        Family family = Families.find(modelType, config.json())
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

    /** The configuration with what its absent keys mean; null is a value, as in transformers. */
    private static JsonNode effective(JsonNode config, Family family) {
        ObjectNode effective = config.deepCopy();
        family.defaults().forEach((key, value) -> {
            if (!effective.has(key)) {
                effective.set(key, value);
            }
        });
        family.fixed().forEach(effective::set);
        return effective;
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
        for (String key : family.refuses()) {
            refuse(config, key, family, config.has(key));
        }
        family.requires()
                .forEach((key, allowed) -> refuse(
                        config,
                        key,
                        family,
                        config.has(key) && !isOneOf(allowed, config.json().get(key))));
    }

    private static boolean isOneOf(JsonNode allowed, JsonNode value) {
        if (!allowed.isArray()) {
            return allowed.equals(value);
        }
        for (JsonNode one : allowed) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static void refuse(ConfigReader config, String key, Family family, boolean refused) {
        if (refused) {
            throw new InputException("config.json: %s is %s, which is not supported for model_type %s"
                    .formatted(key, config.json().get(key), family.modelType()));
        }
    }
}
