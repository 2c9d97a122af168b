package io.foldline.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a Parquet or CSV file, read by DuckDB: in memory, in one thread and as a stream, with access to that file alone.
 * Rows are numbered from 1, the header not counted.
 */
final class TableRows implements Rows {
    private static final String MEMORY = "512MB";

    /** Longest line of a CSV file, in bytes; DuckDB holds a few buffers of 16 times that. */
    private static final int MAX_LINE = 4 << 20;

    private final Path file;
    private final String column;
    private final Connection database;
    private final ResultSet rows;
    private final boolean conversations;
    private int row;

    private TableRows(Path file, String column, Connection database, ResultSet rows, boolean conversations) {
        this.file = file;
        this.column = column;
        this.database = database;
        this.rows = rows;
        this.conversations = conversations;
    }

    /** A column of a table. */
    private record Column(String name, String type) {
        /** A list of structures or a JSON value, such as a list of messages. */
        boolean isList() {
            return type.endsWith("[]") || type.equals("JSON");
        }
    }

    /**
     * Opens a file.
     *
     * @throws InputException if it cannot be read as its format, or the column is missing or no text
     */
    static Rows open(Path file, TextFormat format, String column) throws IOException {
        String table = table(file, format);
        try {
            Connection database = connect(file);
            try {
                Column found = column(columns(database, table), column, file);
                String value = quote(found.name(), '"');
                String shown = found.isList()
                        ? "to_json(%s)::VARCHAR".formatted(value)
                        : format == TextFormat.PARQUET ? value : "coalesce(%s, '')".formatted(value);
                // Closed with the connection.
                ResultSet rows = database.createStatement().executeQuery("SELECT %s FROM %s".formatted(shown, table));
                return new TableRows(file, column, database, rows, found.isList());
            } catch (SQLException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", MEMORY);
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        Connection database = DriverManager.getConnection("jdbc:duckdb:", settings);
        try (Statement statement = database.createStatement()) {
            statement.execute("SET temp_directory = ''");
            statement.execute("SET allowed_paths = [%s]".formatted(quote(file.toString(), '\'')));
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    private static String table(Path file, TextFormat format) {
        String path = quote(file.toString(), '\'');
        return switch (format) {
            case PARQUET -> "read_parquet(%s)".formatted(path);
            case CSV, TSV ->
                "read_csv(%s, all_varchar = true, header = true, delim = %s, quote = '\"', escape = '\"', max_line_size = %d)"
                        .formatted(path, format == TextFormat.CSV ? "','" : "'\t'", MAX_LINE);
            case JSON_LINES, JSON, PARAGRAPHS -> throw new IllegalArgumentException(format + " is read without DuckDB");
        };
    }

    private static String quote(String text, char quote) {
        String mark = Character.toString(quote);
        return mark + text.replace(mark, mark + mark) + mark;
    }

    private static List<Column> columns(Connection database, String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            while (described.next()) {
                columns.add(new Column(described.getString(1), described.getString(2)));
            }
        }
        return columns;
    }

    private static Column column(List<Column> columns, String name, Path file) {
        Column column = columns.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("%s: no column \"%s\"; the columns are %s"
                        .formatted(
                                file, name, columns.stream().map(Column::name).toList())));
        if (!column.isList() && !column.type().equals("VARCHAR")) {
            throw new InputException("%s: column \"%s\" is not a string but %s; the columns are %s"
                    .formatted(
                            file,
                            name,
                            column.type(),
                            columns.stream()
                                    .map(each -> each.name() + " " + each.type())
                                    .toList()));
        }
        return column;
    }

    @Override
    public @Nullable Sample next() throws IOException {
        if (!skip()) {
            return null;
        }
        String where = file + ", row " + row;
        String value;
        try {
            value = rows.getString(1);
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
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
    public boolean skip() throws IOException {
        try {
            boolean there = rows.next();
            row += there ? 1 : 0;
            return there;
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private static InputException unreadable(Path file, SQLException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new InputException("%s: cannot be read: %s".formatted(file, why), e);
    }

    @Override
    public void close() throws IOException {
        try {
            database.close();
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }
}
