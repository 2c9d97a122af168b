package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Conversations against {@code apply_chat_template} of transformers; {@code chat_templates.py} rendered them. */
class ChatTemplateOracleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDate DAY = LocalDate.of(2026, 3, 5);
    private static final String TOKENS =
            "{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\"}, \"unk_token\": \"<unk>\"}";

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> rendersWhatTransformersRenders() throws IOException {
        JsonNode golden = JSON.readTree(resource("rendered.json")).get("templates");
        JsonNode conversations = JSON.readTree(resource("conversations.json"));
        List<DynamicTest> tests = new ArrayList<>();
        for (var template : golden.properties()) {
            Path model = Files.createDirectory(folder.resolve(template.getKey()));
            Files.write(model.resolve("chat_template.jinja"), resource(template.getKey()));
            Files.writeString(model.resolve("tokenizer_config.json"), TOKENS);
            ChatTemplate chat = ChatTemplate.find(model).orElseThrow();
            for (var expected : template.getValue().properties()) {
                String name = template.getKey() + ": " + expected.getKey();
                List<JsonNode> messages = StreamSupport.stream(
                                conversations.get(expected.getKey()).spliterator(), false)
                        .toList();
                tests.add(DynamicTest.dynamicTest(name, () -> check(chat, messages, expected.getValue())));
            }
        }
        return tests;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ChatTemplateOracleTest.class.getResourceAsStream("chat/" + name))) {
            return in.readAllBytes();
        }
    }

    private static void check(ChatTemplate chat, List<JsonNode> messages, JsonNode expected) {
        Sample.Conversation conversation = new Sample.Conversation("chats.jsonl, line 7", messages);
        if (expected.isNull()) {
            assertThatThrownBy(() -> chat.render(conversation, DAY))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("chats.jsonl, line 7: the chat template of ")
                    .hasMessageContaining("chat_template.jinja, line ");
        } else {
            assertThat(chat.render(conversation, DAY)).isEqualTo(expected.textValue());
        }
    }
}
