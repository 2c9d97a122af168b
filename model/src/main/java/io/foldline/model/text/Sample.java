package io.foldline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One row of a source of texts. */
public sealed interface Sample {
    /** File and line or row that it comes from, for messages. */
    String where();

    /** A text. */
    record Text(String where, String text) implements Sample {}

    /**
     * A conversation, which the chat template of a model makes a text of.
     *
     * @param messages JSON objects with a role each, in order
     */
    record Conversation(String where, List<JsonNode> messages) implements Sample {
        public Conversation {
            messages = List.copyOf(messages);
        }
    }
}
