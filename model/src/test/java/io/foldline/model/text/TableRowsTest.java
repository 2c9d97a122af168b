package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV, Parquet and JSON as sources of texts. */
class TableRowsTest {
    @TempDir
    private Path folder;

    private Path parquet(String name, String query) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)".formatted(query, file));
        }
        return file;
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void readsCsv() throws IOException {
        String file = write(
                "it's.csv",
                "id,text\n1,plain\n2,\"with, comma \"\"quoted\"\"\"\n3,\"two\nlines\"\n4,\n5,\"\"\n6,007\n7,ü\n");
        assertThat(TextReader.read(file, "text", 9))
                .containsExactly("plain", "with, comma \"quoted\"", "two\nlines", "", "", "007", "ü");
        assertThat(TextReader.read(file, "id", 2, 4)).containsExactly("3", "4");
        assertThat(TextReader.read(write("a.tsv", "a\tb\nx, y\tz\n"), "a", 9)).containsExactly("x, y");
    }

    @Test
    void readsParquetInItsOrder() throws SQLException, IOException {
        String file = parquet("a.parquet", "SELECT 'text ' || i AS text FROM range(10000) t(i) ORDER BY i")
                .toString();
        List<String> expected =
                IntStream.range(0, 10000).mapToObj(i -> "text " + i).toList();
        assertThat(TextReader.read(file, "text", 20000)).isEqualTo(expected);
        assertThat(TextReader.count(file, "text", 7)).isEqualTo(7);
    }

    @Test
    void aFolderOfShardsIsOneSourceInTheOrderOfNames() throws SQLException, IOException {
        parquet("train-00001.parquet", "SELECT 'c' AS text");
        parquet("train-00000.parquet", "SELECT unnest(['a', 'b']) AS text");
        write("notes.txt", "x");
        assertThat(TextReader.read(folder.toString(), "text", 9)).containsExactly("a", "b", "c");
        assertThat(TextReader.read(folder + "/train-*.parquet", "text", 2, 3)).containsExactly("c");
        SampleSet set = SampleSet.first(folder.toString(), "text", 9);
        assertThat(SamplePlan.of(set).size()).isEqualTo(3);
        String digest = TextReader.digest(folder.toString(), "text");
        parquet("train-00001.parquet", "SELECT 'd' AS text");
        assertThat(TextReader.digest(folder.toString(), "text")).isNotEqualTo(digest);
    }

    @Test
    void readsConversationsInParquet() throws SQLException, IOException {
        String file = parquet(
                        "a.parquet",
                        "SELECT [{'role': 'user', 'content': 'x', 'n': NULL::INT}, {'role': 'assistant', 'content': 'é \"', 'n': 1}] AS messages")
                .toString();
        try (TextReader reader = TextReader.open(file, "messages")) {
            assertThat(reader.nextSample())
                    .isInstanceOfSatisfying(
                            Sample.Conversation.class,
                            chat -> assertThat(chat.messages().toString())
                                    .isEqualTo("[{\"role\":\"user\",\"content\":\"x\",\"n\":null},"
                                            + " {\"role\":\"assistant\",\"content\":\"é \\\"\",\"n\":1}]"));
        }
        assertThatThrownBy(() -> TextReader.read(file, "messages", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.parquet, row 1: expected a text, found a conversation");
    }

    @Test
    void namesTheColumnsThatThereAre() throws SQLException, IOException {
        String file = parquet("a.parquet", "SELECT 'x' AS body, 1 AS id, NULL::VARCHAR AS nothing")
                .toString();
        assertRefused(file, "text", "a.parquet: no column \"text\"; the columns are [body, id, nothing]");
        assertRefused(
                file, "id", "column \"id\" is not a string but INTEGER; the columns are [body VARCHAR, id INTEGER,");
        assertRefused(file, "nothing", "a.parquet, row 1: column \"nothing\" is null");
        assertRefused(
                write("a.csv", "body,id\nx,1\n"), "text", "a.csv: no column \"text\"; the columns are [body, id]");
    }

    @Test
    void saysWhatCannotBeRead() throws IOException {
        assertRefused(write("a.parquet", "no parquet at all"), "text", "a.parquet: cannot be read");
        assertRefused(write("a.csv", "text\n\"open\n"), "text", "a.csv: cannot be read");
        assertRefused(write("b.csv", "text\n\u0000\n").replace("b.csv", "c.csv"), "text", "c.csv: no such file");
        assertRefused(folder + "/*.parquet.gz", "text", "not from .parquet.gz");
        Files.createDirectory(folder.resolve("empty"));
        assertRefused(folder.resolve("empty").toString(), "text", "no files *.parquet in it");
        assertRefused(folder + "/*.jsonl", "text", "no files *.jsonl in it");
    }

    @Test
    void readsJsonObjectss() throws IOException {
        String file = write("a.json", "[{\"text\": \"a\", \"n\": [1, {}]},\n {\"text\": \"b\"}]");
        assertThat(TextReader.read(file, "text", 9)).containsExactly("a", "b");
        assertThat(TextReader.read(file, "text", 1, 2)).containsExactly("b");
        assertThat(SamplePlan.of(SampleSet.first(file, "text", 9)).size()).isEqualTo(2);
        assertRefused(write("b.json", "\"text\""), "text", "expected JSON objects");
        assertRefused(write("c.json", "[{\"text\": \"a\"}, {]"), "text", "c.json, line 1: malformed JSON");
        assertRefused(write("d.json", "[{\"text\": \"a\"}"), "text", "d.json");
        assertRefused(
                write("e.json", "[{\"body\": \"a\"}]"),
                "text",
                "e.json, row 1: no column \"text\"; the columns are [body]");
    }

    @Test
    void readsJsonObjectsWithoutAnArray() throws IOException {
        String file = write("a.json", "{\"text\": \"a\", \"n\": [1, {}]}\n{\"text\": \"b\"}\n");
        assertThat(TextReader.read(file, "text", 9)).containsExactly("a", "b");
        assertThat(TextReader.read(file, "text", 1, 2)).containsExactly("b");
        assertThat(SamplePlan.of(SampleSet.first(file, "text", 9)).size()).isEqualTo(2);
        assertRefused(write("b.json", "{\"text\": \"a\"}\n{\"te"), "text", "b.json, line 2: malformed JSON");
    }

    private static void assertRefused(String file, String column, String message) {
        assertThatThrownBy(() -> TextReader.read(file, column, 9))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
