package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.DataFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole rows of all formats. */
class RecordReaderTest {
    private static final String ROWS = """
            {"b": 1, "a": "ä", "c": {"text": ["x"], "label": [null]}, "n": NaN}
            {"b": 9223372036854775807, "a": "\\ud83d\\ude00\\u2028", "c": null, "n": -1.50}
            """;
    private static final List<String> READ = List.of(
            "{\"b\":1,\"a\":\"ä\",\"c\":{\"text\":[\"x\"],\"label\":[null]},\"n\":\"NaN\"}",
            "{\"b\":9223372036854775807,\"a\":\"😀\u2028\",\"c\":null,\"n\":-1.5}");

    @TempDir
    Path folder;

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out =
                        name.toLowerCase(Locale.ROOT).endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private Path parquet(String name, String query) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, file));
        }
        return file;
    }

    private static List<DataFile> files(Path... files) {
        return Stream.of(files).map(DataFile::of).toList();
    }

    private static List<DataRecord> read(Path... files) throws IOException {
        List<DataRecord> records = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(files(files))) {
            for (DataRecord row = reader.next(); row != null; row = reader.next()) {
                records.add(row);
            }
            assertThat(reader.skip()).isFalse();
        }
        return records;
    }

    private static List<String> fields(Path... files) throws IOException {
        return read(files).stream().map(row -> row.fields().toString()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.ndjson.gz", "a.json", "a.JSON.GZ"})
    void readsJson(String name) throws IOException {
        assertThat(fields(write(name, ROWS))).isEqualTo(READ);
    }

    @Test
    void readsJsonInAnArray() throws IOException {
        Path file = write("a.json", "[" + ROWS.strip().replace("\n", ",\n") + "]");
        assertThat(fields(file)).isEqualTo(READ);
        assertThat(read(file)).extracting(DataRecord::where).containsExactly(file + ", row 1", file + ", row 2");
    }

    @Test
    void valuesOfTablesAreTexts() throws IOException {
        Path csv = write("a.csv", "id,Text,empty\n007,\"a, \"\"b\"\"\nc\",\n1.50,true,\"\"\n");
        assertThat(fields(csv))
                .containsExactly(
                        "{\"id\":\"007\",\"Text\":\"a, \\\"b\\\"\\nc\",\"empty\":\"\"}",
                        "{\"id\":\"1.50\",\"Text\":\"true\",\"empty\":\"\"}");
        assertThat(fields(write("a.tsv", "a b\t\"\"\"c\"\"\"\nx, y\tz\n")))
                .containsExactly("{\"a b\":\"x, y\",\"\\\"c\\\"\":\"z\"}");
    }

    @Test
    void readsNestedColumnsOfParquet() throws IOException, SQLException {
        Path file = parquet("a.parquet", """
                SELECT 'q' AS question, {'text': ['x', 'é'], 'label': ['A', 'B']} AS choices, 2::BIGINT AS label,
                  9007199254740993::BIGINT AS big, true AS flag, [{'n': NULL::INT}] AS list, 'nan'::DOUBLE AS nan""");
        DataRecord row = read(file).get(0);
        assertThat(row.where()).isEqualTo(file + ", row 1");
        assertThat(row.fields())
                .hasToString(
                        "{\"question\":\"q\",\"choices\":{\"text\":[\"x\",\"é\"],\"label\":[\"A\",\"B\"]},\"label\":2,"
                                + "\"big\":9007199254740993,\"flag\":true,\"list\":[{\"n\":null}],\"nan\":\"NaN\"}");
        assertThat(row.fields().path("label").isIntegralNumber()).isTrue();
        assertThat(row.fields().path("nan").doubleValue()).isNaN();
    }

    /** {@code src/test/python/records.py} wrote both. */
    @Test
    void parquetHoldsWhatDatasetsGives() throws IOException, URISyntaxException {
        Path golden = Path.of(Objects.requireNonNull(RecordReaderTest.class.getResource("records"))
                .toURI());
        List<DataRecord> expected = read(golden.resolve("records.jsonl"));
        List<DataRecord> found = read(golden.resolve("records.parquet"));
        assertThat(expected).hasSize(5);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).fields())
                    .hasToString(expected.get(i).fields().toString());
        }
    }

    @Test
    void filesAreOneSource() throws IOException, SQLException {
        Path first = parquet("1.parquet", "SELECT unnest([1, 2]) AS n");
        Path second = parquet("2.parquet", "SELECT 0 AS n WHERE false");
        Path third = parquet("3.parquet", "SELECT unnest([3, 4]) AS n");
        try (RecordReader reader = RecordReader.open(files(first, second, third))) {
            assertThat(reader.skip()).isTrue();
            assertThat(reader.skip()).isTrue();
            assertThat(reader.skip()).isTrue();
            assertThat(reader.next()).hasToString("DataRecord[where=%s, row 2, fields={\"n\":4}]".formatted(third));
            assertThat(reader.skip()).isFalse();
            assertThat(reader.next()).isNull();
        }
        Path plain = write("a.jsonl", "{}");
        assertRefused("1.parquet and " + plain + ": files of several formats", first, plain);
    }

    @Test
    void theDigestSaysWhatTheRowsAre() throws IOException {
        Path a = write("a.jsonl", ROWS);
        Path b = write("b.jsonl", "{}");
        String digest = RecordReader.digest(files(a, b));
        assertThat(digest)
                .isEqualTo(RecordReader.digest(files(write("c.ndjson", ROWS), b)))
                .isNotEqualTo(RecordReader.digest(files(b, a)))
                .isNotEqualTo(RecordReader.digest(files(a)))
                .isNotEqualTo(RecordReader.digest(files(write("a.json", ROWS), write("b.json", "{}"))));
        write("b.jsonl", "{ }");
        assertThat(RecordReader.digest(files(a, b))).isNotEqualTo(digest);
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        assertRefused("a.jsonl, line 3: malformed JSON", write("a.jsonl", "{}\n\n{\"a\": \n"));
        assertRefused("b.jsonl, line 1: expected a JSON object, found array", write("b.jsonl", "[{}]\n"));
        assertRefused("c.json, row 2: expected a JSON object, found number", write("c.json", "[{}, 5]"));
        assertRefused("d.txt: plain text; expected rows with columns", write("d.txt", "a"));
        assertRefused("e.parquet: cannot be read", write("e.parquet", "none"));
        assertRefused("f.bin: texts are read from", write("f.bin", "none"));
    }

    private static void assertRefused(String message, Path... files) {
        assertThatThrownBy(() -> read(files)).isInstanceOf(InputException.class).hasMessageContaining(message);
    }
}
