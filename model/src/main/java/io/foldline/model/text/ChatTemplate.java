package io.foldline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import io.foldline.model.text.jinja.JinjaException;
import io.foldline.model.text.jinja.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chat template of a checkpoint: renders conversations as {@code apply_chat_template(tokenize=False)} of transformers 5
 * does, without tools and without a prompt for an answer.
 */
public final class ChatTemplate {
    /** Where templates lie, the first that is there counts; the names are those of transformers. */
    private static final List<String> FILES =
            List.of("chat_template.jinja", "chat_template.json", "tokenizer_config.json");

    private static final String KEY = "chat_template";

    /** Names under which models' reasoning is passed; the first is the one that templates read. */
    private static final List<String> REASONING = List.of("reasoning_content", "thinking", "reasoning");

    private final Path file;
    private final String source;
    private final Template template;
    private final Map<String, JsonNode> variables;

    private ChatTemplate(Path file, String source, Map<String, JsonNode> variables) {
        this.file = file;
        this.source = source;
        this.variables = variables;
        try {
            this.template = Template.parse(source, Template.Dialect.CHAT);
        } catch (JinjaException e) {
            throw new InputException("%s: chat template, line %d: %s".formatted(file, e.line(), e.getMessage()), e);
        }
    }

    /**
     * The template of a checkpoint folder, if it has one.
     *
     * @throws InputException if the template cannot be read, or uses what is not supported
     */
    public static Optional<ChatTemplate> find(Path folder) throws IOException {
        for (String name : FILES) {
            Path file = folder.resolve(name);
            String source = Files.isRegularFile(file) ? source(file) : null;
            if (source != null) {
                return Optional.of(new ChatTemplate(file, source, variables(folder)));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String source(Path file) throws IOException {
        if (file.toString().endsWith(".jinja")) {
            return Files.readString(file, StandardCharsets.UTF_8);
        }
        JsonNode given = TokenizerSettings.object(file).path(KEY);
        if (given.isTextual()) {
            return given.textValue();
        }
        for (JsonNode named : given) {
            if (named.path("name").asText().equals("default")) {
                return named.path("template").asText();
            }
        }
        if (!given.isEmpty()) {
            throw new InputException(file + ": chat_template names no template \"default\"");
        }
        return null;
    }

    private static Map<String, JsonNode> variables(Path folder) throws IOException {
        TokenizerSettings settings = TokenizerSettings.read(folder);
        Map<String, JsonNode> variables = new HashMap<>();
        variables.put("tools", NullNode.getInstance());
        variables.put("documents", NullNode.getInstance());
        variables.put("add_generation_prompt", BooleanNode.FALSE);
        settings.specialTokens().forEach((name, text) -> variables.put(name, JsonNodeFactory.instance.textNode(text)));
        return variables;
    }

    /** Whether what it renders depends on the day. */
    public boolean asksForTheTime() {
        return source.contains("strftime_now");
    }

    /**
     * The text of a conversation.
     *
     * @param day what the template is told when it asks for the time
     * @throws InputException if the template refuses the conversation, or fails; names template, line and sample
     */
    public String render(Sample.Conversation conversation, LocalDate day) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        conversation.messages().forEach(message -> messages.add(withReasoning(message)));
        Map<String, JsonNode> all = new HashMap<>(variables);
        all.put("messages", messages);
        try {
            return template.render(all, day.atStartOfDay());
        } catch (JinjaException e) {
            throw new InputException(
                    "%s: the chat template of %s, line %d: %s"
                            .formatted(conversation.where(), file, e.line(), e.getMessage()),
                    e);
        }
    }

    /** Templates read a model's reasoning by one name, whichever the message has it under. */
    private static JsonNode withReasoning(JsonNode message) {
        for (String name : REASONING) {
            JsonNode reasoning = message.path(name);
            if (!reasoning.isMissingNode() && !reasoning.isNull()) {
                ObjectNode named = JsonNodeFactory.instance.objectNode();
                named.set("thinking", reasoning);
                message.properties().forEach(field -> named.set(field.getKey(), field.getValue()));
                return named.set("reasoning_content", reasoning);
            }
        }
        return message;
    }
}
