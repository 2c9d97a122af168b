package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizedSamplesTest {
    private static final Path MODEL = Fixtures.path("models/stories260k");

    @TempDir
    private Path directory;

    private final TokenizedSamples samples = new TokenizedSamples();

    private TokenizedSamples.Source source(String... texts) throws IOException {
        Path file = directory.resolve("texts.txt");
        Files.writeString(file, String.join("\n\n", texts));
        return new TokenizedSamples.Source(
                MODEL, SampleSet.first(file.toString(), "text", 100), 8, new ChatSetting(true, LocalDate.EPOCH));
    }

    @Test
    void givesTheIdsOfTheTokenizerForARange() throws IOException {
        List<int[]> ids = samples.ids(source("Once upon a time", "there was", "a cat"), new ItemRange(1, 3));
        try (Tokenizer tokenizer = Tokenizer.load(MODEL)) {
            assertThat(ids).containsExactly(tokenizer.encode("there was", 8), tokenizer.encode("a cat", 8));
        }
    }

    @Test
    void choosesTheRowsOfASetOnce() throws IOException {
        TokenizedSamples.Source source = source("one", "two");
        assertThat(samples.plan(source.texts())).isSameAs(samples.plan(source.texts()));
    }

    @Test
    void neverAddsASecondBos() throws IOException {
        List<int[]> ids = samples.ids(source("<s>Once upon", "Once upon", "<s><s>Once upon"), new ItemRange(0, 3));
        try (Tokenizer tokenizer = Tokenizer.load(MODEL)) {
            int bos = tokenizer.bos().orElseThrow();
            assertThat(ids.get(0)).startsWith(bos).doesNotContain(bos, Index.atIndex(1));
            assertThat(ids.get(1)).startsWith(bos).doesNotContain(bos, Index.atIndex(1));
            assertThat(ids.get(2)).startsWith(bos, bos).doesNotContain(bos, Index.atIndex(2));
        }
    }

    @Test
    void addsNoSpecialTokensToRenderedConversations() throws IOException {
        Path chats = Files.writeString(
                directory.resolve("chats.jsonl"),
                "{\"m\": [{\"role\": \"user\", \"content\": \"Once upon a time there\"}]}\n");
        Path model = Files.createDirectory(directory.resolve("model"));
        for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(MODEL.resolve(name), model.resolve(name));
        }
        Files.writeString(
                model.resolve("chat_template.jinja"),
                "{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}");
        TokenizedSamples.Source source = new TokenizedSamples.Source(
                model, SampleSet.first(chats.toString(), "m", 9), 4, new ChatSetting(true, LocalDate.EPOCH));
        try (Tokenizer tokenizer = Tokenizer.load(MODEL)) {
            assertThat(samples.ids(source, new ItemRange(0, 1)))
                    .containsExactly(Arrays.copyOf(tokenizer.encodePlain("<s>Once upon a time there"), 4));
        }
    }

    @AfterEach
    void close() {
        samples.close();
    }

    @Test
    void readsAgainWhenTheFileChanged() throws IOException {
        TokenizedSamples.Source source = source("one", "two");
        int[] before = samples.ids(source, new ItemRange(0, 1)).get(0);
        source("another", "two");
        assertThat(samples.ids(source, new ItemRange(0, 1)).get(0)).isNotEqualTo(before);
    }

    @Test
    void refusesARangeBeyondTheTexts() throws IOException {
        TokenizedSamples.Source source = source("one", "two");
        assertThatThrownBy(() -> samples.ids(source, new ItemRange(0, 3)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("samples 0 to 2 were expected, found 2");
    }
}
