package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the texts that a model reads out of samples. */
public final class SampleRenderer {
    private final Path model;
    private final ChatSetting chat;
    private final Optional<ChatTemplate> template;

    private SampleRenderer(Path model, ChatSetting chat, Optional<ChatTemplate> template) {
        this.model = model;
        this.chat = chat;
        this.template = template;
    }

    /**
     * The renderer for a model.
     *
     * @param model checkpoint folder
     * @throws InputException if the model's chat template cannot be read and conversations are rendered
     */
    public static SampleRenderer of(Path model, ChatSetting chat) throws IOException {
        return new SampleRenderer(model, chat, chat.enabled() ? ChatTemplate.find(model) : Optional.empty());
    }

    /** What the texts of conversations depend on besides model and messages: the day, where the template asks for it. */
    public Optional<String> dependsOn() {
        return template.filter(ChatTemplate::asksForTheTime)
                .map(asking -> chat.day().toString());
    }

    /**
     * The text of a sample.
     *
     * @throws InputException if it is a conversation and cannot be rendered
     */
    public SampleText text(Sample sample) {
        if (sample instanceof Sample.Text text) {
            return new SampleText(text.text(), false);
        }
        if (!chat.enabled()) {
            throw new InputException(sample.where()
                    + ": a conversation, which --chat-template off refuses; give texts, or --chat-template auto");
        }
        ChatTemplate given = template.orElseThrow(() -> new InputException(
                "%s: a conversation, but %s has no chat template (chat_template.jinja, or chat_template in tokenizer_config.json); give texts"
                        .formatted(sample.where(), model)));
        String rendered = given.render((Sample.Conversation) sample, chat.day());
        requireCharacters(rendered, sample.where());
        return new SampleText(rendered, true);
    }

    /** @throws InputException if the text holds half of a surrogate pair */
    static void requireCharacters(String text, String where) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new InputException(where
                    + ": half of a surrogate pair (an escape \\uD800 to \\uDFFF that stands alone) is not a character");
        }
    }
}
