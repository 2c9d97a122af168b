package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of {@code config.json}, where JSON null counts as absent.
 *
 * @param path where {@code json} lies in the file, for messages; empty at the top, else it ends in a dot
 */
record ConfigReader(JsonNode json, String path) {
    private static final double LARGEST = 1e30;

    static ConfigReader of(JsonNode json) {
        return new ConfigReader(json, "");
    }

    boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** The object at a key, or null when absent. */
    @Nullable
    ConfigReader object(String key) {
        if (!has(key)) {
            return null;
        }
        JsonNode value = json.get(key);
        if (!value.isObject()) {
            throw unusable(key, "an object");
        }
        return new ConfigReader(value, path + key + ".");
    }

    int requiredCount(String key) {
        require(key, "a whole number above 0");
        return count(key, 0);
    }

    /** A whole number above 0. */
    int count(String key, int otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.get(key);
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt() || value.asInt() <= 0) {
            throw unusable(key, "a whole number above 0");
        }
        return value.asInt();
    }

    double requiredPositive(String key) {
        require(key, "a number above 0");
        return positive(key, 0);
    }

    /** A number above 0 whose products and quotients are finite. */
    double positive(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.get(key);
        if (!isPositive(value)) {
            throw unusable(key, "a number above 0");
        }
        return value.asDouble();
    }

    /** Whether a value is a number of 1e-30 to 1e30. */
    static boolean isPositive(JsonNode value) {
        return value.isNumber() && value.asDouble() >= 1 / LARGEST && value.asDouble() <= LARGEST;
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!json.get(key).isBoolean()) {
            throw unusable(key, "true or false");
        }
        return json.get(key).asBoolean();
    }

    String text(String key, String otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!json.get(key).isTextual()) {
            throw unusable(key, "a string");
        }
        return json.get(key).asText();
    }

    InputException unusable(String key, String expected) {
        return new InputException(
                "config.json: %s%s must be %s, found %s".formatted(path, key, expected, json.get(key)));
    }

    void require(String key, String expected) {
        if (!has(key)) {
            throw new InputException("config.json has no %s%s (%s); the file is incomplete or of another format"
                    .formatted(path, key, expected));
        }
    }
}
