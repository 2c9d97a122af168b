package io.foldline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Turns {@code tokenizer.json} and what stands beside it into the one definition that {@code AutoTokenizer} of
 * transformers 5 ends up with:
 *
 * <ul>
 *   <li>the post-processor of {@code tokenizer.json} alone decides which special tokens are added; {@code add_bos_token}
 *       and {@code add_eos_token} of the configuration have no effect;
 *   <li>special tokens that only the configuration names are added to the vocabulary;
 *   <li>for {@code LlamaTokenizer}, the vocabulary and the merges count, but normalizer and pre-tokenizer are replaced by
 *       the class's own (a leading space is not doubled), unless the tokenizer is a byte-level one;
 *   <li>truncation and padding that the file has switched on are off.
 * </ul>
 */
final class TokenizerDefinition {
    private static final List<String> SPECIAL =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private final ObjectNode definition;
    private final TokenizerSettings settings;
    private final Map<String, Integer> ids;

    private TokenizerDefinition(ObjectNode definition, TokenizerSettings settings) {
        this.definition = definition;
        this.settings = settings;
        this.ids = vocabulary(definition.path("model").path("vocab"));
    }

    static TokenizerDefinition of(ObjectNode tokenizerJson, TokenizerSettings settings) {
        TokenizerDefinition definition = new TokenizerDefinition(tokenizerJson.deepCopy(), settings);
        definition.edit();
        return definition;
    }

    /** The effective definition as the text of a {@code tokenizer.json}. */
    String text() {
        return definition.toString();
    }

    /** Id of the special token {@code key}, such as {@code bos_token}; empty if there is none. */
    OptionalInt id(String key) {
        String token = settings.token(key);
        Integer id = token == null ? null : ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private void edit() {
        definition.putNull("truncation");
        definition.putNull("padding");
        if (settings.isLlamaClass() && !isByteLevel()) {
            useLlamaPipeline();
        }
        addTokens();
        if (settings.splitsSpecialTokens()) {
            removeSpecialTokens();
        }
    }

    private boolean isByteLevel() {
        return List.of("pre_tokenizer", "decoder").stream()
                .flatMap(part -> definition.path(part).findValuesAsText("type").stream())
                .anyMatch("ByteLevel"::equals);
    }

    private void useLlamaPipeline() {
        JsonNode prefixSpace = settings.config().path("add_prefix_space");
        String scheme = "never";
        if (prefixSpace.isMissingNode() || prefixSpace.isNull() || prefixSpace.asBoolean()) {
            scheme = settings.config().path("legacy").asBoolean(false) ? "always" : "first";
        }
        definition.putNull("normalizer");
        definition
                .putObject("pre_tokenizer")
                .put("type", "Metaspace")
                .put("replacement", "▁")
                .put("prepend_scheme", scheme)
                .put("split", false);
        if (definition.get("model") instanceof ObjectNode model) {
            model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
            model.putNull("dropout");
        }
    }

    private void addTokens() {
        ArrayNode added = definition.withArray("added_tokens");
        Set<String> known = new HashSet<>();
        for (JsonNode token : added) {
            String content = token.path("content").asText();
            known.add(content);
            ids.put(content, token.path("id").asInt());
        }
        for (ObjectNode token : configuredTokens()) {
            String content = token.path("content").asText();
            if (!content.isEmpty() && known.add(content)) {
                Integer id = ids.getOrDefault(content, ids.size());
                ids.put(content, id);
                token.put("id", id);
                added.add(token);
            }
        }
    }

    private static Map<String, Integer> vocabulary(JsonNode vocabulary) {
        Map<String, Integer> ids = new HashMap<>();
        if (vocabulary.isObject()) {
            vocabulary
                    .properties()
                    .forEach(e -> ids.put(e.getKey(), e.getValue().asInt()));
        } else {
            vocabulary.forEach(piece -> ids.put(piece.path(0).asText(), ids.size()));
        }
        return ids;
    }

    /** Tokens that the configuration names, in the order in which transformers adds them. */
    private List<ObjectNode> configuredTokens() {
        List<ObjectNode> tokens = new ArrayList<>();
        settings.config().path("added_tokens_decoder").properties().stream()
                .sorted(Comparator.comparingInt(e -> Integer.parseInt(e.getKey())))
                .forEach(e -> tokens.add(token(e.getValue(), false)));
        SPECIAL.forEach(key -> tokens.add(token(settings.config().path(key), true)));
        settings.config().properties().stream()
                .filter(e -> e.getKey().endsWith("_token") && !SPECIAL.contains(e.getKey()))
                .forEach(e -> tokens.add(token(e.getValue(), true)));
        for (String key : List.of("extra_special_tokens", "additional_special_tokens")) {
            settings.config().path(key).forEach(token -> tokens.add(token(token, true)));
        }
        return tokens;
    }

    private ObjectNode token(JsonNode written, boolean special) {
        String content = TokenizerSettings.content(written);
        boolean isSpecial = special || written.path("special").asBoolean(false);
        return definition
                .objectNode()
                .put("content", content == null ? "" : content)
                .put("single_word", written.path("single_word").asBoolean(false))
                .put("lstrip", written.path("lstrip").asBoolean(false))
                .put("rstrip", written.path("rstrip").asBoolean(false))
                .put("normalized", written.path("normalized").asBoolean(!isSpecial))
                .put("special", isSpecial);
    }

    private void removeSpecialTokens() {
        ArrayNode kept = definition.arrayNode();
        definition.withArray("added_tokens").forEach(token -> {
            if (!token.path("special").asBoolean(false)) {
                kept.add(token);
            }
        });
        definition.set("added_tokens", kept);
    }
}
