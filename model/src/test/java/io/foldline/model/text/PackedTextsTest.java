package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that is packed by gzip as a source of texts. */
class PackedTextsTest {
    @TempDir
    Path folder;

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private String write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.jsonl.gz | {\"text\": \"ä\"}~{\"text\": \"b\"}~",
                "a.ndjson.gz | {\"text\": \"ä\"}~~{\"text\": \"b\"}",
                "A.JSON.GZ | [{\"text\": \"ä\"}, {\"text\": \"b\"}]",
                "a.json.gz | {\"text\": \"ä\"}~{\"text\": \"b\"}~",
            })
    void isReadLikeThatWhichIsNot(String name, String content) throws IOException {
        String file = write(name, packed(content.replace('~', '\n')));
        assertThat(TextReader.read(file, "text", 9)).containsExactly("ä", "b");
        assertThat(TextReader.read(file, "text", 1, 2)).containsExactly("b");
        assertThat(TextReader.count(file, "text", 9)).isEqualTo(2);
    }

    @Test
    void aPatternMakesShardsOneSource() throws IOException {
        write("c4-train.00001-of-00002.json.gz", packed("{\"text\": \"c\"}\n"));
        write("c4-train.00000-of-00002.json.gz", packed("{\"text\": \"a\"}\n{\"text\": \"b\"}\n"));
        assertThat(TextReader.read(folder + "/c4-train.*.json.gz", "text", 9)).containsExactly("a", "b", "c");
    }

    /** As {@code cat a.gz b.gz} makes it. */
    @Test
    void filesMayBeOneBehindTheOther() throws IOException {
        byte[] first = packed("{\"text\": \"a\"}\n");
        byte[] second = packed("{\"text\": \"b\"}\n");
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(TextReader.read(write("a.jsonl.gz", both), "text", 9)).containsExactly("a", "b");
    }

    @Test
    void aLineInItIsNamed() throws IOException {
        String file = write("a.jsonl.gz", packed("{\"text\": \"a\"}\n{\"body\": \"b\"}\n"));
        assertRefused(file, file + ", line 2: no column \"text\"; the columns are [body]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl.gz", "a.json.gz"})
    void whatIsCutOffOrDamagedIsNamed(String name) throws IOException {
        String text = IntStream.range(0, 5000)
                .mapToObj(i -> "{\"text\": \"%d\"}%n".formatted(i * 7919))
                .collect(Collectors.joining());
        byte[] whole = packed(text);
        assertRefused(write(name, Arrays.copyOf(whole, whole.length / 2)), "cut off or damaged");
        assertRefused(write(name, Arrays.copyOf(whole, 5)), "cut off or damaged");
        assertRefused(write(name, text.getBytes(StandardCharsets.UTF_8)), "no gzip file");
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1; // of the checksum
        assertRefused(write(name, damaged), "cut off or damaged");
    }

    private static void assertRefused(String file, String message) {
        assertThatThrownBy(() -> TextReader.read(file, "text", 9999))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(message);
    }
}
