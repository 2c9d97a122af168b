package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
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
        return new TokenizedSamples.Source(MODEL, file.toString(), "text", 100, 8);
    }

    @Test
    void givesTheIdsOfTheTokenizerForARange() throws IOException {
        List<int[]> ids = samples.ids(source("Once upon a time", "there was", "a cat"), new ItemRange(1, 3));
        try (Tokenizer tokenizer = Tokenizer.load(MODEL)) {
            assertThat(ids).containsExactly(tokenizer.encode("there was", 8), tokenizer.encode("a cat", 8));
        }
    }

    @Test
    void tokenizesASetOnce() throws IOException {
        TokenizedSamples.Source source = source("one", "two");
        assertThat(samples.ids(source, new ItemRange(0, 2)).get(0))
                .isSameAs(samples.ids(source, new ItemRange(0, 1)).get(0));
    }

    @Test
    void readsAgainWhenTheFileChanged() throws IOException {
        TokenizedSamples.Source source = source("one", "two");
        int[] before = samples.ids(source, new ItemRange(0, 1)).get(0);
        source("another", "two");
        Files.setLastModifiedTime(Path.of(source.texts()), FileTime.from(Instant.EPOCH));
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
