package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.foldline.model.table.Column;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All columns of a table, as a JSON object.
 *
 * @param format of the table
 */
record TableRecord(List<Column> columns, TextFormat format) implements TableRow<DataRecord> {
    @Override
    public String expression() {
        return columns.stream()
                .map(column -> "%s := %s".formatted(column.expression(), TableRow.value(column, format)))
                .collect(Collectors.joining(", ", "to_json(struct_pack(", "))::VARCHAR"));
    }

    @Override
    public DataRecord read(@Nullable String text, String where) throws JsonProcessingException {
        return DataRecord.of(JsonRow.JSON.readTree(text), where);
    }
}
