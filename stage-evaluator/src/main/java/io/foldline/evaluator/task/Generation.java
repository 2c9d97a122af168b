package io.foldline.evaluator.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * How texts are generated: always the likeliest token next.
 *
 * @param until texts that end it; they are not part of what is generated
 * @param maxTokens tokens generated, at most
 */
public record Generation(List<String> until, int maxTokens) {
    private static final int MAX_TOKENS = 256;
    private static final Set<String> FIELDS = Set.of("until", "max_gen_toks", "do_sample", "temperature");

    public Generation {
        until = List.copyOf(until);
    }

    static Generation read(JsonNode node, String where, String delimiter) {
        if (node.isMissingNode()) {
            return new Generation(List.of(delimiter), MAX_TOKENS);
        }
        YamlFields fields = new YamlFields(node, where + ": generation_kwargs", FIELDS);
        if (fields.flag("do_sample", false) || fields.get("temperature").asDouble(0) != 0) {
            throw fields.wrong(
                    "do_sample", "false, and no temperature: only greedy decoding gives the same twice", "true");
        }
        int tokens = fields.count("max_gen_toks").orElse(MAX_TOKENS);
        if (tokens < 1) {
            throw fields.wrong("max_gen_toks", "at least 1", tokens);
        }
        return new Generation(fields.has("until") ? fields.texts("until") : List.of(delimiter), tokens);
    }

    /** The part of a text in front of what ends it, each in turn. */
    public String cut(String text) {
        String cut = text;
        for (String end : until) {
            int at = end.isEmpty() ? -1 : cut.indexOf(end);
            cut = at < 0 ? cut : cut.substring(0, at);
        }
        return cut;
    }

    /** Whether a text holds what ends it. */
    public boolean ends(String text) {
        return until.stream().anyMatch(end -> !end.isEmpty() && text.contains(end));
    }
}
