package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** JSON objects in an array, or one behind the other, read object by object. */
final class JsonObjects implements Rows {
    private final Path file;
    private final String column;
    private final JsonParser json;
    private boolean begun;
    private boolean array;
    private int row;

    JsonObjects(Path file, String column) throws IOException {
        this.file = file;
        this.column = column;
        this.json = JsonRow.JSON.createParser(GzipInput.open(file));
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
        JsonToken token = json.nextToken();
        if (!begun) {
            begun = true;
            array = token == JsonToken.START_ARRAY;
            if (!array && token != JsonToken.START_OBJECT) {
                throw new InputException(file + ": expected JSON objects, in an array or one in each line");
            }
            token = array ? json.nextToken() : token;
        }
        if (token == null && array) {
            throw new InputException(file + ": the JSON array does not end");
        }
        row++;
        return token != null && token != JsonToken.END_ARRAY;
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
