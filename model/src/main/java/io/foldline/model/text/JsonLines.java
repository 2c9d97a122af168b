package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; blank lines are passed over. */
final class JsonLines<T> implements Rows<T> {
    private final Path file;
    private final BiFunction<JsonNode, String, T> reader;
    private final Lines lines;

    /** @param reader makes something of a row and of where it is */
    JsonLines(Path file, BiFunction<JsonNode, String, T> reader) throws IOException {
        this.file = file;
        this.reader = reader;
        this.lines = new Lines(file);
    }

    @Override
    public @Nullable T next() throws IOException {
        String line = row();
        if (line == null) {
            return null;
        }
        String where = file + ", line " + lines.number();
        JsonNode row;
        try {
            row = JsonRow.LINE.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InputException(where + ": malformed JSON: " + e.getOriginalMessage(), e);
        }
        return reader.apply(row, where);
    }

    @Override
    public boolean skip() throws IOException {
        return row() != null;
    }

    private @Nullable String row() throws IOException {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
