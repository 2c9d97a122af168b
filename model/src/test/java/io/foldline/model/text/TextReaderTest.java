package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsOneColumnOfJsonLines() throws IOException {
        String file = write("a.jsonl", """
                {"text": "one", "id": 1}

                {"id": NaN, "text": "two\\n\\u00e4"}
                """);
        assertThat(TextReader.read(file, "text", 9)).containsExactly("one", "two\nä");
    }

    @Test
    void readsParagraphsOfPlainText() throws IOException {
        String file = write("a.txt", "\n one\nline two \r\n \t\r\n\r\n\nthree");
        assertThat(TextReader.read(file, "ignored", 9)).containsExactly(" one\nline two ", "three");
    }

    @Test
    void endsLinesAsPythonDoes() throws IOException {
        String file = write("a.jsonl", "{\"text\": \"1\"}\r{\"text\": \"2\"}\r\n{\"text\": \"3\"}");
        assertThat(TextReader.read(file, "text", 9)).containsExactly("1", "2", "3");
    }

    @Test
    void skipsByteOrderMark() throws IOException {
        assertThat(TextReader.read(write("a.txt", "\uFEFFone"), "text", 9)).containsExactly("one");
    }

    @Test
    void acceptsFileUri() throws IOException {
        Path file = Files.writeString(folder.resolve("with space.txt"), "one");
        assertThat(TextReader.read(file.toUri().toString(), "text", 9)).containsExactly("one");
    }

    @Test
    void readsNoFurtherThanTheLimit() throws IOException {
        String file = write("a.jsonl", "{\"text\": \"1\"}\n{\"text\": \"2\"}\nbroken");
        assertThat(TextReader.read(file, "text", 2)).containsExactly("1", "2");
        assertThat(TextReader.count(file, "text", 2)).isEqualTo(2);
    }

    @Test
    void readsRanges() throws IOException {
        String file = write("a.txt", "1\n\n2\n\n3\n\n4");
        assertThat(TextReader.read(file, "", 1, 3)).containsExactly("2", "3");
        assertThat(TextReader.read(file, "", 3, 9)).containsExactly("4");
        assertThat(TextReader.read(file, "", 7, 9)).isEmpty();
        assertThat(TextReader.count(file, "", 9)).isEqualTo(4);
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
