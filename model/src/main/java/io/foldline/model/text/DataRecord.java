package io.foldline.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;

/**
 * A whole row of a data set.
 *
 * @param where file and line or row that it comes from, for messages
 * @param fields by the names of the columns, in their order
 */
public record DataRecord(String where, ObjectNode fields) {
    /** @throws InputException if the row is no JSON object */
    static DataRecord of(JsonNode row, String where) {
        return new DataRecord(where, JsonRow.object(row, where));
    }
}
