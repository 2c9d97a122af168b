package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.dataset.Extensions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

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

    /** What the names of files that can be read end in. */
    static final Set<String> EXTENSIONS =
            Set.of("jsonl", "ndjson", "json", "jsonl.gz", "ndjson.gz", "json.gz", "txt", "csv", "tsv", "parquet");

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

    /** Opens a file of this format. */
    Rows open(Path file, String column) throws IOException {
        return switch (this) {
            case JSON_LINES -> new JsonLines(file, column);
            case JSON -> new JsonObjects(file, column);
            case PARAGRAPHS -> new Paragraphs(file);
            case CSV, TSV, PARQUET -> TableRows.open(file, this, column);
        };
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
