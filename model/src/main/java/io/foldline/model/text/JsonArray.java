package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A JSON array of objects, read object by object. */
final class JsonArray implements Rows {
    private final Path file;
    private final String column;
    private final JsonParser json;
    private boolean begun;
    private int row;

    JsonArray(Path file, String column) throws IOException {
        this.file = file;
        this.column = column;
        this.json = JsonRow.JSON.createParser(file.toFile());
    }

    @Override
    public @Nullable Sample next() throws IOException {
        try {
            if (!advance()) {
                return null;
            }
            JsonNode object = JsonRow.JSON.readTree(json);
            return JsonRow.sample(object, column, file + ", row " + row);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    @Override
    public boolean skip() throws IOException {
        try {
            boolean there = advance();
            json.skipChildren();
            return there;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private boolean advance() throws IOException {
        if (!begun && json.nextToken() != JsonToken.START_ARRAY) {
            throw new InputException(
                    file + ": expected a JSON array of objects; lines of JSON belong into a .jsonl file");
        }
        begun = true;
        JsonToken token = json.nextToken();
        if (token == null) {
            throw new InputException(file + ": the JSON array does not end");
        }
        row++;
        return token != JsonToken.END_ARRAY;
    }

    private InputException malformed(JsonProcessingException e) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return new InputException("%s, line %d: malformed JSON: %s".formatted(file, line, e.getOriginalMessage()), e);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
