package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReaderFaultTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\": \"a\" | malformed JSON",
                "{\"text\": \"a\"} {} | malformed JSON",
                "[\"a\"] | expected a JSON object, found array",
                "{\"texts\": \"a\", \"id\": 1} | no column \"text\"; the columns are [texts, id]",
                "{\"text\": 5} | not a string but number",
                "{\"text\": null} | not a string but null",
                "{\"text\": \"\\ud800 alone\"} | surrogate",
            })
    void badLineIsNamed(String line, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "{\"text\": \"good\"}\n\n" + line + "\n");
        assertThatThrownBy(() -> TextReader.read(file.toString(), "text", 9))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ", line 3")
                .hasMessageContaining(message);
    }

    @Test
    void bytesThatAreNotUtf8AreNamed() throws IOException {
        Path file = Files.write(folder.resolve("a.txt"), new byte[] {'a', '\n', 'b', (byte) 0xE4, 'c'});
        assertThatThrownBy(() -> TextReader.read(file.toString(), "text", 9))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ", line 2: not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"a.jsonl", "a.txt"})
    void fileWithoutTextIsAnError(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "\n \n");
        assertThatThrownBy(() -> TextReader.read(file.toString(), "text", 9))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ": holds no text");
        assertThatThrownBy(() -> TextReader.count(file.toString(), "text", 9)).isInstanceOf(InputException.class);
    }

    @Test
    void unknownExtensionIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a.pdf"), "%PDF");
        assertThatThrownBy(() -> TextReader.open(file.toString(), "text"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(".jsonl.gz, .json.gz, .txt, .csv, .tsv and .parquet files, not from .pdf");
    }

    @ParameterizedTest
    @CsvSource({"nowhere/a.txt, no such file", "s3://bucket/a.txt, not yet supported", "file:relative.txt, file: URI"})
    void locationThatLeadsNowhereIsNamed(String location, String message) {
        assertThatThrownBy(() -> TextReader.open(location, "text"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(location)
                .hasMessageContaining(message);
    }
}
