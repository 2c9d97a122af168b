package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How texts lie in a file; found by the file's extension. */
sealed interface TextFormat {
    /** The next text, or null after the last one. */
    @Nullable
    String next(Lines lines) throws IOException;

    /** Says how texts are told apart, whatever the file. */
    String key();

    /**
     * The format of {@code file}.
     *
     * @param column name of the column that holds the text, where the format has columns
     * @throws InputException if the extension is none of the known ones
     */
    static TextFormat of(Path file, String column) {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "jsonl", "ndjson" -> new JsonLines(file, column);
            case "txt" -> new Paragraphs();
            default ->
                throw new InputException(file + ": texts are read from .jsonl and .txt files, not from ." + extension);
        };
    }

    /** One JSON object a line; the text is the string in {@code column}. Blank lines are skipped. */
    record JsonLines(Path file, String column) implements TextFormat {
        /** Python's json module reads NaN and strings of any length, and so do we. */
        private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxStringLength(Integer.MAX_VALUE)
                                .build())
                        .build())
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        @Override
        public @Nullable String next(Lines lines) throws IOException {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    return text(line, file + ", line " + lines.number());
                }
            }
            return null;
        }

        @Override
        public String key() {
            return "jsonl " + column;
        }

        private String text(String line, String where) {
            JsonNode row;
            try {
                row = JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw new InputException(where + ": malformed JSON: " + e.getOriginalMessage(), e);
            }
            if (!row.isObject()) {
                throw new InputException(where + ": expected a JSON object, found " + kind(row));
            }
            JsonNode value = row.get(column);
            if (value == null) {
                List<String> names = new ArrayList<>();
                row.fieldNames().forEachRemaining(names::add);
                throw new InputException(where + ": no column \"" + column + "\"; the columns are " + names);
            }
            if (!value.isTextual()) {
                throw new InputException(where + ": column \"" + column + "\" is not a string but " + kind(value));
            }
            return value.textValue();
        }

        private static String kind(JsonNode node) {
            return node.getNodeType().name().toLowerCase(Locale.ROOT);
        }
    }

    /** Plain text: a text is a paragraph, its lines joined by LF; blank lines separate paragraphs. */
    record Paragraphs() implements TextFormat {
        @Override
        public String key() {
            return "txt";
        }

        @Override
        public @Nullable String next(Lines lines) throws IOException {
            StringBuilder paragraph = new StringBuilder();
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line);
                } else if (!paragraph.isEmpty()) {
                    break;
                }
            }
            return paragraph.isEmpty() ? null : paragraph.toString();
        }
    }
}
