package io.foldline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads conversations: messages with {@code role} and {@code content}, or ShareGPT's {@code from} and {@code value}. */
final class Conversations {
    /** Roles by the names that data sets in ShareGPT's form use. */
    private static final Map<String, String> SHARE_GPT_ROLES = Map.ofEntries(
            Map.entry("human", "user"),
            Map.entry("user", "user"),
            Map.entry("gpt", "assistant"),
            Map.entry("chatgpt", "assistant"),
            Map.entry("assistant", "assistant"),
            Map.entry("model", "assistant"),
            Map.entry("system", "system"),
            Map.entry("tool", "tool"),
            Map.entry("observation", "tool"),
            Map.entry("function_response", "tool"));

    private Conversations() {}

    /** @throws InputException if the value is no list of messages */
    static Sample of(JsonNode value, String where) {
        List<JsonNode> messages = new ArrayList<>();
        for (JsonNode message : value) {
            String place = "%s, message %d".formatted(where, messages.size() + 1);
            messages.add(message(message, place));
        }
        if (messages.isEmpty()) {
            throw new InputException(where + ": the conversation has no messages");
        }
        return new Sample.Conversation(where, messages);
    }

    private static JsonNode message(JsonNode message, String where) {
        if (message.path("role").isTextual()) {
            return message;
        }
        if (message instanceof ObjectNode shared
                && shared.path("from").isTextual()
                && shared.path("value").isTextual()) {
            String from = shared.get("from").textValue();
            String role = SHARE_GPT_ROLES.get(from);
            if (role == null) {
                throw new InputException("%s: from \"%s\": expected one of %s"
                        .formatted(
                                where,
                                from,
                                SHARE_GPT_ROLES.keySet().stream().sorted().toList()));
            }
            return shared.objectNode()
                    .put("role", role)
                    .put("content", shared.get("value").textValue());
        }
        throw new InputException(where + ": expected an object with role and content, or from and value, found "
                + (message.isObject() ? "the fields " + fields(message) : JsonRow.kind(message)));
    }

    private static List<String> fields(JsonNode message) {
        List<String> names = new ArrayList<>();
        message.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
