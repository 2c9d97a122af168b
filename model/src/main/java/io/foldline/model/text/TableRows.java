package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.foldline.checkpoint.InputException;
import io.foldline.model.table.Column;
import io.foldline.model.table.TableFile;
import io.foldline.model.table.TableValues;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet or CSV file, numbered from 1, the header not counted. */
final class TableRows<T> implements Rows<T> {
    private final Path file;
    private final TableFile table;
    private final TableRow<T> row;
    private final TableValues values;
    private int number;

    private TableRows(Path file, TableFile table, TableRow<T> row) {
        this.file = file;
        this.table = table;
        this.row = row;
        this.values = table.select(row.expression());
    }

    /**
     * Opens a file for the texts of a column.
     *
     * @throws InputException if it cannot be read as its format, or the column is missing or no text
     */
    static Rows<Sample> texts(Path file, TextFormat format, String column) {
        return open(file, format, table -> {
            Column found = table.column(column);
            TableText text = new TableText(found, format);
            if (!text.isReadable()) {
                throw new InputException("%s: column \"%s\" is not a string but %s; the columns are %s"
                        .formatted(file, found.name(), found.type(), table.columns()));
            }
            return text;
        });
    }

    /**
     * Opens a file for all its columns.
     *
     * @throws InputException if it cannot be read as its format
     */
    static Rows<DataRecord> records(Path file, TextFormat format) {
        return open(file, format, table -> new TableRecord(table.columns(), format));
    }

    private static <T> Rows<T> open(Path file, TextFormat format, Function<TableFile, TableRow<T>> choice) {
        TableFile table =
                switch (format) {
                    case PARQUET -> TableFile.parquet(file);
                    case CSV -> TableFile.csv(file, ',');
                    case TSV -> TableFile.csv(file, '\t');
                    case JSON_LINES, JSON, PARAGRAPHS ->
                        throw new IllegalArgumentException(format + " is read without DuckDB");
                };
        try {
            return new TableRows<>(file, table, choice.apply(table));
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    @Override
    public @Nullable T next() {
        if (!skip()) {
            return null;
        }
        String where = file + ", row " + number;
        try {
            return row.read(values.text(), where);
        } catch (JsonProcessingException e) {
            throw new InputException("%s: malformed JSON: %s".formatted(where, e.getOriginalMessage()), e);
        }
    }

    @Override
    public boolean skip() {
        boolean there = values.next();
        number += there ? 1 : 0;
        return there;
    }

    @Override
    public void close() {
        table.close();
    }
}
