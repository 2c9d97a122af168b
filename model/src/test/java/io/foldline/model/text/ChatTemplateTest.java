package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {
    private static final ChatSetting AUTO = new ChatSetting(true, LocalDate.of(2026, 3, 5));

    @TempDir
    private Path folder;

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), json);
    }

    private String render(String line) throws IOException {
        Path texts = Files.writeString(folder.resolve("chats.jsonl"), line + "\n");
        try (TextReader reader = TextReader.open(texts.toString(), "c")) {
            return SampleRenderer.of(folder, AUTO)
                    .text(Objects.requireNonNull(reader.nextSample()))
                    .text();
        }
    }

    @Test
    void takesTheTemplateNamedDefault() throws IOException {
        config("{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"t\"},"
                + " {\"name\": \"default\", \"template\": \"{{ messages[0].content }}!\"}]}");
        assertThat(render("{\"c\": [{\"role\": \"user\", \"content\": \"hi\"}]}"))
                .isEqualTo("hi!");
    }

    @Test
    void aFileOfItsOwnCountsFirst() throws IOException {
        config("{\"chat_template\": \"config\"}");
        Files.writeString(folder.resolve("chat_template.json"), "{\"chat_template\": \"json\"}");
        assertThat(render("{\"c\": [{\"role\": \"user\"}]}")).isEqualTo("json");
        Files.writeString(folder.resolve("chat_template.jinja"), "jinja\n");
        assertThat(render("{\"c\": [{\"role\": \"user\"}]}")).isEqualTo("jinja");
    }

    @Test
    void readsConversationsInTheFormOfShareGpt() throws IOException {
        config("{\"chat_template\": \"{% for m in messages %}{{ m.role }}={{ m.content }};{% endfor %}\"}");
        assertThat(render("{\"c\": [{\"from\": \"system\", \"value\": \"s\"}, {\"from\": \"human\", \"value\": \"u\"},"
                        + " {\"from\": \"gpt\", \"value\": \"a\"}]}"))
                .isEqualTo("system=s;user=u;assistant=a;");
        assertThatThrownBy(() -> render("{\"c\": [{\"from\": \"nobody\", \"value\": \"s\"}]}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("chats.jsonl, line 1, message 1: from \"nobody\": expected one of [assistant,");
    }

    @Test
    void refusesWhatIsNoConversation() {
        assertThatThrownBy(() -> render("{\"c\": []}"))
                .hasMessageContaining("line 1: the conversation has no messages");
        assertThatThrownBy(() -> render("{\"c\": [\"a\"]}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "message 1: expected an object with role and content, or from and value, found string");
        assertThatThrownBy(() -> render("{\"c\": {\"role\": \"user\"}}"))
                .hasMessageContaining("not a string but object");
    }

    @Test
    void refusesConversationsWithoutATemplate() {
        assertThatThrownBy(() -> render("{\"c\": [{\"role\": \"user\"}]}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no chat template");
    }

    @Test
    void refusesConversationsWhereTemplatesAreOff() throws IOException {
        config("{\"chat_template\": \"{{\"}");
        SampleRenderer off = SampleRenderer.of(folder, new ChatSetting(false, LocalDate.EPOCH));
        assertThatThrownBy(() -> off.text(new Sample.Conversation("a.jsonl, line 3", List.of())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.jsonl, line 3: a conversation, which --chat-template off refuses");
        assertThat(off.text(new Sample.Text("a.jsonl, line 4", "text")).text()).isEqualTo("text");
    }

    @Test
    void aTemplateThatCannotBeReadIsNamed() throws IOException {
        config("{\"chat_template\": \"a\\n{% nosuch %}\"}");
        assertThatThrownBy(() -> SampleRenderer.of(folder, AUTO))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer_config.json: chat template, line 2: the tag 'nosuch'");
    }

    @Test
    void aTemplateThatAsksForTheTimeIsToldTheDayOfTheRequest() throws IOException {
        config("{\"chat_template\": \"{{ strftime_now('%d %b %Y %H:%M') }}\"}");
        assertThat(render("{\"c\": [{\"role\": \"user\"}]}")).isEqualTo("05 Mar 2026 00:00");
        assertThat(SampleRenderer.of(folder, AUTO).dependsOn()).contains("2026-03-05");
    }
}
