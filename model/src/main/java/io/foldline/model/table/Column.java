package io.foldline.model.table;

/**
 * A column of a table.
 *
 * @param type as DuckDB writes it, such as {@code VARCHAR} or {@code STRUCT(bytes BLOB, path VARCHAR)}
 */
public record Column(String name, String type) {
    /** The column as an expression of SQL. */
    public String expression() {
        return Sql.quote(name, '"');
    }

    /** Name and type. */
    @Override
    public String toString() {
        return name + " " + type;
    }
}
