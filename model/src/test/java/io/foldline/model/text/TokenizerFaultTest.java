package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFaultTest {
    @TempDir
    Path folder;

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("tokenizer.json");
    }

    @Test
    void malformedJsonIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": ");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("malformed JSON");
    }

    @Test
    void jsonThatIsNoTokenizerIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void lengthMustHoldTheSpecialTokens() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(Fixtures.path("models/stories260k"))) {
            assertThatThrownBy(() -> tokenizer.encode("a", 0))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("1 special tokens");
        }
    }
}
