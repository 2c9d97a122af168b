package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.foldline.checkpoint.InputException;
import io.foldline.model.table.Column;
import org.jspecify.annotations.Nullable;

/**
 * The text or conversation in a column of a table.
 *
 * @param format of the table
 */
record TableText(Column column, TextFormat format) implements TableRow<Sample> {
    /** A list of structures or a JSON value, such as a list of messages. */
    private boolean isList() {
        return column.type().endsWith("[]") || column.type().equals("JSON");
    }

    /** Whether the column holds what can be read. */
    boolean isReadable() {
        return isList() || column.type().equals("VARCHAR");
    }

    @Override
    public String expression() {
        return isList() ? "to_json(%s)::VARCHAR".formatted(column.expression()) : TableRow.value(column, format);
    }

    @Override
    public Sample read(@Nullable String text, String where) throws JsonProcessingException {
        if (text == null) {
            throw new InputException("%s: column \"%s\" is null; expected a text".formatted(where, column.name()));
        }
        return isList() ? Conversations.of(JsonRow.JSON.readTree(text), where) : new Sample.Text(where, text);
    }
}
