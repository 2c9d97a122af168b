package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads rotary embeddings out of either spelling of the configuration: {@code rope_parameters} of transformers 5, or
 * {@code rope_theta} beside an optional {@code rope_scaling} of the releases before.
 */
final class RopeReader {
    private static final double DEFAULT_THETA = 10_000;
    private static final String FRACTION = "partial_rotary_factor";
    private static final String ORIGINAL = "original_max_position_embeddings";
    private static final String KNOWN = "default, linear, dynamic, llama3, yarn, longrope";

    private final Settings settings;
    private final ConfigReader config;
    private final int maxPositions;

    private RopeReader(Settings settings, int maxPositions) {
        this.settings = settings;
        this.config = settings.config();
        this.maxPositions = maxPositions;
    }

    /** One embedding; two where sliding attention has one of its own, which comes second. */
    static List<Rope> read(Settings settings, int maxPositions) {
        RopeReader reader = new RopeReader(settings, maxPositions);
        double theta = settings.positive(Setting.ROPE_THETA, DEFAULT_THETA);
        ConfigReader parameters = parameters(settings.config());
        if (!settings.family().has(Setting.LOCAL_ROPE_THETA)) {
            return List.of(reader.rope(parameters, theta));
        }
        double local = settings.positive(Setting.LOCAL_ROPE_THETA, DEFAULT_THETA);
        ConfigReader full = parameters == null ? null : parameters.object(BlockKindReader.FULL);
        ConfigReader sliding = parameters == null ? null : parameters.object(BlockKindReader.SLIDING);
        boolean nested = full != null || sliding != null;
        return List.of(reader.rope(nested ? full : parameters, theta), reader.rope(sliding, local));
    }

    /** The share of a head's dimensions that is rotated. */
    static double fraction(Settings settings) {
        ConfigReader config = settings.config();
        ConfigReader parameters = parameters(config);
        double usual = settings.positive(Setting.ROTARY_FRACTION, config.positive(FRACTION, 1));
        double fraction = parameters == null ? usual : parameters.positive(FRACTION, usual);
        boolean partial = settings.family().has(Setting.ROTARY_FRACTION);
        if (partial ? fraction > 1 : fraction != 1) {
            throw new InputException("config.json: %s must be %s, found %s"
                    .formatted(
                            FRACTION,
                            partial ? "at most 1" : "1 (rotating a part of each head is not known for this model_type)",
                            fraction));
        }
        return fraction;
    }

    /** An empty {@code rope_scaling} is as good as none, as in transformers. */
    private static @Nullable ConfigReader parameters(ConfigReader config) {
        ConfigReader scaling = config.object("rope_scaling");
        return scaling != null && !scaling.json().isEmpty() ? scaling : config.object("rope_parameters");
    }

    private Rope rope(@Nullable ConfigReader parameters, double otherwise) {
        if (parameters == null) {
            return new Rope.Default(otherwise);
        }
        refuseNested(parameters);
        double theta = parameters.positive("rope_theta", otherwise);
        String type = parameters.text("rope_type", parameters.text("type", "default"));
        return switch (settings.family().ropeTypes().getOrDefault(type, type)) {
            // Up to the model's positions, beyond which no sequence goes, dynamic scaling changes nothing.
            case "default", "dynamic" -> new Rope.Default(theta);
            case "linear" -> new Rope.Linear(theta, parameters.requiredPositive("factor"));
            case "llama3" -> llama3(parameters, theta);
            case "yarn" -> yarn(parameters, theta);
            case "longrope" -> longRope(parameters, theta);
            default ->
                throw new InputException("config.json: rope type '%s' at %s is not supported; supported: %s"
                        .formatted(type, parameters.path(), KNOWN));
        };
    }

    private Rope llama3(ConfigReader parameters, double theta) {
        double low = parameters.requiredPositive("low_freq_factor");
        double high = parameters.requiredPositive("high_freq_factor");
        if (high <= low) {
            throw parameters.unusable("high_freq_factor", "above low_freq_factor (" + low + ")");
        }
        return new Rope.Llama3(theta, parameters.requiredPositive("factor"), low, high, originalPositions(parameters));
    }

    private Rope yarn(ConfigReader parameters, double theta) {
        if (theta == 1) {
            throw parameters.unusable("rope_theta", "a number other than 1 for yarn");
        }
        int original = originalPositions(parameters);
        double factor = parameters.positive("factor", (double) maxPositions / original);
        double scale = parameters.positive("mscale", 0);
        double scaleAll = parameters.positive("mscale_all_dim", 0);
        double usual = scale > 0 && scaleAll > 0
                ? yarnMagnitude(factor, scale) / yarnMagnitude(factor, scaleAll)
                : yarnMagnitude(factor, 1);
        return new Rope.Yarn(
                theta,
                factor,
                parameters.positive("attention_factor", usual),
                parameters.positive("beta_fast", 32),
                parameters.positive("beta_slow", 1),
                original,
                parameters.flag("truncate", true));
    }

    private static double yarnMagnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private Rope longRope(ConfigReader parameters, double theta) {
        int original = originalPositions(parameters);
        double factor = parameters.positive("factor", (double) maxPositions / original);
        if (original == 1) {
            throw new InputException("config.json: " + ORIGINAL + " must be above 1 for longrope, found 1");
        }
        double usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        return new Rope.LongRope(
                theta,
                parameters.positive("attention_factor", usual),
                factors(parameters, "short_factor"),
                factors(parameters, "long_factor"),
                original);
    }

    private static List<Double> factors(ConfigReader parameters, String key) {
        parameters.require(key, "a list of numbers above 0");
        JsonNode list = parameters.json().get(key);
        List<Double> factors = new ArrayList<>();
        for (JsonNode factor : list) {
            if (!ConfigReader.isPositive(factor)) {
                throw parameters.unusable(key, "a list of numbers above 0");
            }
            factors.add(factor.asDouble());
        }
        if (!list.isArray() || factors.isEmpty()) {
            throw parameters.unusable(key, "a list of numbers above 0");
        }
        return List.copyOf(factors);
    }

    private int originalPositions(ConfigReader parameters) {
        return config.count(ORIGINAL, parameters.count(ORIGINAL, maxPositions));
    }

    private static void refuseNested(ConfigReader parameters) {
        for (JsonNode value : parameters.json()) {
            if (value.isObject()) {
                throw new InputException("config.json: %s differs from layer to layer, which is not supported"
                        .formatted(parameters.path()));
            }
        }
    }
}
