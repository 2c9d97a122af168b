package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.foldline.model.table.Column;
import org.jspecify.annotations.Nullable;

/**
 * How a row of a table is read: as one text, of which something is made.
 *
 * @param <T> what is made of it
 */
interface TableRow<T> {
    /** The text, as an expression of SQL. */
    String expression();

    /**
     * What a text tells.
     *
     * @param text null where the expression is null
     * @param where for messages
     * @throws io.foldline.checkpoint.InputException if it is not what was expected
     */
    T read(@Nullable String text, String where) throws JsonProcessingException;

    /** A column of a file of a format, as an expression of SQL: in CSV all are texts, and what is missing is an empty one. */
    static String value(Column column, TextFormat format) {
        return format == TextFormat.PARQUET ? column.expression() : "coalesce(%s, '')".formatted(column.expression());
    }
}
