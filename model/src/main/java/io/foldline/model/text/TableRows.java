package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.foldline.checkpoint.InputException;
import io.foldline.model.table.Column;
import io.foldline.model.table.TableFile;
import io.foldline.model.table.TableValues;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet or CSV file, numbered from 1, the header not counted. */
final class TableRows implements Rows {
    private final Path file;
    private final String column;
    private final TableFile table;
    private final TableValues values;
    private final boolean conversations;
    private int row;

    private TableRows(Path file, TableFile table, Column column, String expression) {
        this.file = file;
        this.column = column.name();
        this.table = table;
        this.values = table.select(expression);
        this.conversations = isList(column);
    }

    /**
     * Opens a file.
     *
     * @throws InputException if it cannot be read as its format, or the column is missing or no text
     */
    static Rows open(Path file, TextFormat format, String column) {
        TableFile table =
                switch (format) {
                    case PARQUET -> TableFile.parquet(file);
                    case CSV -> TableFile.csv(file, ',');
                    case TSV -> TableFile.csv(file, '\t');
                    case JSON_LINES, JSON, PARAGRAPHS ->
                        throw new IllegalArgumentException(format + " is read without DuckDB");
                };
        try {
            Column found = table.column(column);
            requireTexts(found, table, file);
            String value = found.expression();
            String shown = isList(found)
                    ? "to_json(%s)::VARCHAR".formatted(value)
                    : format == TextFormat.PARQUET ? value : "coalesce(%s, '')".formatted(value);
            return new TableRows(file, table, found, shown);
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    /** A list of structures or a JSON value, such as a list of messages. */
    private static boolean isList(Column column) {
        return column.type().endsWith("[]") || column.type().equals("JSON");
    }

    private static void requireTexts(Column column, TableFile table, Path file) {
        if (!isList(column) && !column.type().equals("VARCHAR")) {
            throw new InputException("%s: column \"%s\" is not a string but %s; the columns are %s"
                    .formatted(file, column.name(), column.type(), table.columns()));
        }
    }

    @Override
    public @Nullable Sample next() {
        if (!skip()) {
            return null;
        }
        String where = file + ", row " + row;
        String value = values.text();
        if (value == null) {
            throw new InputException("%s: column \"%s\" is null; expected a text".formatted(where, column));
        }
        try {
            return conversations
                    ? Conversations.of(JsonRow.JSON.readTree(value), where)
                    : new Sample.Text(where, value);
        } catch (JsonProcessingException e) {
            throw new InputException("%s: column \"%s\": malformed JSON".formatted(where, column), e);
        }
    }

    @Override
    public boolean skip() {
        boolean there = values.next();
        row += there ? 1 : 0;
        return there;
    }

    @Override
    public void close() {
        table.close();
    }
}
