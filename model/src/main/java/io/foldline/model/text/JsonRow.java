package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows that are JSON objects. */
final class JsonRow {
    /** Python's json module reads NaN and strings of any length, and so do we. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Reads what is one JSON value and nothing behind it. */
    static final ObjectReader LINE = JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonRow() {}

    /** The text or conversation in a column of a row. */
    static Sample sample(JsonNode row, String column, String where) {
        JsonNode value = object(row, where).get(column);
        if (value == null) {
            List<String> names = new ArrayList<>();
            row.fieldNames().forEachRemaining(names::add);
            throw new InputException(where + ": no column \"" + column + "\"; the columns are " + names);
        }
        if (value.isTextual()) {
            return new Sample.Text(where, value.textValue());
        }
        if (value.isArray()) {
            return Conversations.of(value, where);
        }
        throw new InputException("%s: column \"%s\" is not a string but %s; expected a text, or a list of messages"
                .formatted(where, column, kind(value)));
    }

    /** The row as what it has to be. */
    static ObjectNode object(JsonNode row, String where) {
        if (row instanceof ObjectNode object) {
            return object;
        }
        throw new InputException(where + ": expected a JSON object, found " + kind(row));
    }

    /** {@code number}. */
    static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
