package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** JSON objects in an array, or one behind the other, read object by object. */
final class JsonObjects<T> implements Rows<T> {
    private final Path file;
    private final BiFunction<JsonNode, String, T> reader;
    private final JsonParser json;
    private boolean begun;
    private boolean array;
    private boolean ended;
    private int row;

    /** @param reader makes something of a row and of where it is */
    JsonObjects(Path file, BiFunction<JsonNode, String, T> reader) throws IOException {
        this.file = file;
        this.reader = reader;
        this.json = JsonRow.JSON.createParser(GzipInput.open(file));
    }

    @Override
    public @Nullable T next() throws IOException {
        try {
            if (!advance()) {
                return null;
            }
            JsonNode object = JsonRow.JSON.readTree(json);
            return reader.apply(object, file + ", row " + row);
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
        if (ended) {
            return false;
        }
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
        ended = token == null || token == JsonToken.END_ARRAY;
        return !ended;
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
