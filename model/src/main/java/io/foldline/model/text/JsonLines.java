package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; blank lines are passed over. */
final class JsonLines implements Rows {
    private final Path file;
    private final String column;
    private final Lines lines;

    JsonLines(Path file, String column) throws IOException {
        this.file = file;
        this.column = column;
        this.lines = new Lines(file);
    }

    @Override
    public @Nullable Sample next() throws IOException {
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
        return JsonRow.sample(row, column, where);
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
