package io.foldline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Sha256;
import io.foldline.storage.DataFile;
import io.foldline.storage.dataset.Extensions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How texts lie in a file; found by the file's extension. JSON may be packed by gzip. */
enum TextFormat {
    /** One JSON object a line. */
    JSON_LINES,
    /** JSON objects in an array, or one behind the other. */
    JSON,
    /** Plain text, a paragraph a text. */
    PARAGRAPHS,
    /** Values separated by commas, with a header. */
    CSV,
    /** Values separated by tabs, with a header. */
    TSV,
    /** Apache Parquet. */
    PARQUET;

    /** What the names of files with rows of several columns end in. */
    static final Set<String> OF_RECORDS =
            Set.of("jsonl", "ndjson", "json", "jsonl.gz", "ndjson.gz", "json.gz", "csv", "tsv", "parquet");

    /** What the names of files that can be read end in. */
    static final Set<String> EXTENSIONS =
            Stream.concat(OF_RECORDS.stream(), Stream.of("txt")).collect(Collectors.toUnmodifiableSet());

    /**
     * The format of {@code file}.
     *
     * @throws InputException if the extension is none of the known ones
     */
    static TextFormat of(Path file) {
        String extension = Extensions.of(file.toString());
        return switch (extension) {
            case "jsonl", "ndjson", "jsonl.gz", "ndjson.gz" -> JSON_LINES;
            case "json", "json.gz" -> JSON;
            case "txt" -> PARAGRAPHS;
            case "csv" -> CSV;
            case "tsv" -> TSV;
            case "parquet" -> PARQUET;
            default ->
                throw new InputException(
                        file + ": texts are read from .jsonl, .json, .jsonl.gz, .json.gz, .txt, .csv, .tsv and"
                                + " .parquet files, not from ." + extension);
        };
    }

    /**
     * The format of files that are one source.
     *
     * @param files not empty
     * @throws InputException if the extension of one is none of the known ones, or they are of several formats
     */
    static TextFormat of(List<DataFile> files) {
        TextFormat format = of(files.get(0).path());
        for (DataFile file : files) {
            if (of(file.path()) != format) {
                throw new InputException("%s and %s: files of several formats; name those of one, such as *.parquet"
                        .formatted(files.get(0), file));
            }
        }
        return format;
    }

    /** Opens a file of this format for the texts or conversations in a column. */
    Rows<Sample> texts(Path file, String column) throws IOException {
        return switch (this) {
            case JSON_LINES, JSON -> json(file, (row, where) -> JsonRow.sample(row, column, where));
            case PARAGRAPHS -> new Paragraphs(file);
            case CSV, TSV, PARQUET -> TableRows.texts(file, this, column);
        };
    }

    /**
     * Opens a file of this format for its whole rows.
     *
     * @throws InputException if the format has no columns
     */
    Rows<DataRecord> records(Path file) throws IOException {
        return switch (this) {
            case JSON_LINES, JSON -> json(file, DataRecord::of);
            case PARAGRAPHS ->
                throw new InputException("%s: plain text; expected rows with columns, in files %s"
                        .formatted(file, OF_RECORDS.stream().sorted().toList()));
            case CSV, TSV, PARQUET -> TableRows.records(file, this);
        };
    }

    private <T> Rows<T> json(Path file, BiFunction<JsonNode, String, T> reader) throws IOException {
        return this == JSON ? new JsonObjects<>(file, reader) : new JsonLines<>(file, reader);
    }

    /**
     * SHA-256 of what files hold and how it is read.
     *
     * @param key says how
     */
    static String digest(String key, List<DataFile> files) throws IOException {
        StringBuilder all = new StringBuilder(key);
        for (DataFile file : files) {
            all.append('\n').append(file.digest());
        }
        return Sha256.ofText(all.toString());
    }

    /** Says how texts are told apart, whatever the file. */
    String key(String column) {
        return switch (this) {
            case JSON_LINES -> "jsonl " + column;
            case JSON -> "json " + column;
            case PARAGRAPHS -> "txt";
            case CSV -> "csv " + column;
            case TSV -> "tsv " + column;
            case PARQUET -> "parquet " + column;
        };
    }
}
