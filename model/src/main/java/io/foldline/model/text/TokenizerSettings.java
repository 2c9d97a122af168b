package io.foldline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside {@code tokenizer.json}: {@code tokenizer_config.json}, merged with {@code special_tokens_map.json}
 * as transformers does (the map counts only where the configuration has no {@code added_tokens_decoder}).
 *
 * @param config the merged configuration; empty where there is none
 * @param modelType {@code model_type} of {@code config.json}; empty where there is none
 */
record TokenizerSettings(ObjectNode config, String modelType) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static TokenizerSettings read(Path directory) throws IOException {
        ObjectNode config = object(directory.resolve("tokenizer_config.json"));
        if (!config.has("added_tokens_decoder")) {
            config.setAll(object(directory.resolve("special_tokens_map.json")));
        }
        String modelType =
                object(directory.resolve("config.json")).path("model_type").asText("");
        return new TokenizerSettings(config, modelType);
    }

    /** The JSON object in {@code file}, or an empty one if there is no such file. */
    static ObjectNode object(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return JSON.createObjectNode();
        }
        try {
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
                return object;
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new InputException(file + ": malformed JSON: " + e.getOriginalMessage(), e);
        }
        throw new InputException(file + ": expected a JSON object");
    }

    /** Text of a special token such as {@code bos_token}; null if it has none. */
    @Nullable
    String token(String key) {
        String text = content(config.path(key));
        return text == null && isLlamaClass() ? llamaDefault(key) : text;
    }

    /** Text of a token that is written as a string or as an object with its flags; null for anything else. */
    static @Nullable String content(JsonNode token) {
        JsonNode text = token.isObject() ? token.path("content") : token;
        return text.isTextual() ? text.textValue() : null;
    }

    private static @Nullable String llamaDefault(String key) {
        return switch (key) {
            case "bos_token" -> "<s>";
            case "eos_token" -> "</s>";
            case "unk_token" -> "<unk>";
            default -> null;
        };
    }

    /** Texts of all special tokens, by names such as {@code bos_token}. */
    Map<String, String> specialTokens() {
        Map<String, String> tokens = new HashMap<>();
        Stream.concat(
                        Stream.of("bos_token", "eos_token", "unk_token"),
                        config.properties().stream().map(Map.Entry::getKey).filter(key -> key.endsWith("_token")))
                .forEach(key -> {
                    String text = token(key);
                    if (text != null) {
                        tokens.put(key, text);
                    }
                });
        return tokens;
    }

    /** Whether special tokens that are written out in a text are split like any other text. */
    boolean splitsSpecialTokens() {
        return config.path("split_special_tokens").asBoolean(false);
    }

    /** Whether transformers reads this tokenizer with its class {@code LlamaTokenizer}, byte-level ones excepted. */
    boolean isLlamaClass() {
        String name = config.path("tokenizer_class").asText("");
        return modelType.equals("llama") && (name.equals("LlamaTokenizer") || name.equals("LlamaTokenizerFast"));
    }
}
