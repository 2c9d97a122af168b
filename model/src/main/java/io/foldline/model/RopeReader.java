package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rotary embedding out of either spelling of the configuration: {@code rope_parameters} of transformers 5, or
 * {@code rope_theta} beside an optional {@code rope_scaling} of the releases before.
 */
final class RopeReader {
    /** What transformers takes for a Llama checkpoint that names no base period. */
    private static final double DEFAULT_THETA = 10_000;

    private static final String KNOWN = "default, linear, llama3";

    private RopeReader() {}

    static Rope read(ConfigReader config, int maxPositions) {
        ConfigReader parameters = parameters(config);
        double theta = config.positive("rope_theta", DEFAULT_THETA);
        if (parameters == null) {
            refusePartial(config);
            return new Rope.Default(theta);
        }
        refuseNested(parameters);
        refusePartial(config);
        refusePartial(parameters);
        theta = parameters.positive("rope_theta", theta);
        String type = parameters.text("rope_type", parameters.text("type", "default"));
        return switch (type) {
            case "default" -> new Rope.Default(theta);
            case "linear" -> new Rope.Linear(theta, parameters.requiredPositive("factor"));
            case "llama3" -> llama3(config, parameters, theta, maxPositions);
            default ->
                throw new InputException("config.json: rope type '%s' at %s is not supported; supported: %s"
                        .formatted(type, parameters.path(), KNOWN));
        };
    }

    /** An empty {@code rope_scaling} is as good as none, as in transformers. */
    private static @Nullable ConfigReader parameters(ConfigReader config) {
        ConfigReader scaling = config.object("rope_scaling");
        return scaling != null && !scaling.json().isEmpty() ? scaling : config.object("rope_parameters");
    }

    private static Rope llama3(ConfigReader config, ConfigReader parameters, double theta, int maxPositions) {
        String original = "original_max_position_embeddings";
        double low = parameters.requiredPositive("low_freq_factor");
        double high = parameters.requiredPositive("high_freq_factor");
        if (high <= low) {
            throw parameters.unusable("high_freq_factor", "above low_freq_factor (" + low + ")");
        }
        return new Rope.Llama3(
                theta,
                parameters.requiredPositive("factor"),
                low,
                high,
                config.count(original, parameters.count(original, maxPositions)));
    }

    private static void refuseNested(ConfigReader parameters) {
        for (JsonNode value : parameters.json()) {
            if (value.isObject()) {
                throw new InputException("config.json: %s differs from layer to layer, which is not supported"
                        .formatted(parameters.path()));
            }
        }
    }

    private static void refusePartial(ConfigReader config) {
        String key = "partial_rotary_factor";
        if (config.positive(key, 1) != 1) {
            throw config.unusable(key, "1 (rotating a part of each head is not supported)");
        }
    }
}
