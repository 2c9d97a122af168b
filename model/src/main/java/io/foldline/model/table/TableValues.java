package io.foldline.model.table;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Values of the rows of a table, one at a time; closed with the table. */
public final class TableValues {
    private final Path file;
    private final ResultSet rows;

    TableValues(Path file, ResultSet rows) {
        this.file = file;
        this.rows = rows;
    }

    /** Goes to the next row; false after the last one. */
    public boolean next() {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw TableFile.unreadable(file, e);
        }
    }

    /** The value of this row as a text; null where it is null. */
    public @Nullable String text() {
        try {
            return rows.getString(1);
        } catch (SQLException e) {
            throw TableFile.unreadable(file, e);
        }
    }

    /** The value of this row, a whole number. */
    public long number() {
        try {
            return rows.getLong(1);
        } catch (SQLException e) {
            throw TableFile.unreadable(file, e);
        }
    }

    /** The value of this row, bytes; null where it is null. */
    public byte @Nullable [] bytes() {
        try {
            return rows.getBytes(1);
        } catch (SQLException e) {
            throw TableFile.unreadable(file, e);
        }
    }
}
