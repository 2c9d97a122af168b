package io.foldline.model.table;

import io.foldline.checkpoint.InputException;
import java.io.Closeable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A Parquet or CSV file, read by DuckDB: in memory, in one thread and as a stream, with access to that file alone. What
 * cannot be read is an {@link InputException} that names the file.
 */
public final class TableFile implements Closeable {
    private static final String MEMORY = "512MB";

    /** Longest line of a CSV file, in bytes; DuckDB holds a few buffers of 16 times that. */
    private static final int MAX_LINE = 4 << 20;

    private final Path file;
    private final String table;
    private final Connection database;
    private final List<Column> columns;

    private TableFile(Path file, String table) throws SQLException {
        this.file = file;
        this.table = table;
        this.database = connect(file);
        try {
            this.columns = describe();
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens a Parquet file.
     *
     * @throws InputException if it is none
     */
    public static TableFile parquet(Path file) {
        return open(file, "read_parquet(%s)".formatted(Sql.quote(file.toString(), '\'')));
    }

    /**
     * Opens a file of lines of values, the first of which names the columns; all are texts.
     *
     * @param delimiter between values
     * @throws InputException if it is none
     */
    public static TableFile csv(Path file, char delimiter) {
        return open(
                file,
                "read_csv(%s, all_varchar = true, header = true, delim = '%s', quote = '\"', escape = '\"', max_line_size = %d)"
                        .formatted(Sql.quote(file.toString(), '\''), delimiter, MAX_LINE));
    }

    private static TableFile open(Path file, String table) {
        try {
            return new TableFile(file, table);
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
            statement.execute("SET allowed_paths = [%s]".formatted(Sql.quote(file.toString(), '\'')));
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    private List<Column> describe() throws SQLException {
        List<Column> found = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
            while (described.next()) {
                found.add(new Column(described.getString(1), described.getString(2)));
            }
        }
        return List.copyOf(found);
    }

    /** The columns, in their order. */
    public List<Column> columns() {
        return columns;
    }

    /**
     * The column of a name.
     *
     * @throws InputException if there is none; lists those that there are
     */
    public Column column(String name) {
        return columns.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("%s: no column \"%s\"; the columns are %s"
                        .formatted(
                                file, name, columns.stream().map(Column::name).toList())));
    }

    /**
     * The values of all rows, in their order; only one selection of a file can be read at a time.
     *
     * @param expression of SQL, such as that of a {@link Column}
     */
    public TableValues select(String expression) {
        return query("SELECT %s FROM %s".formatted(expression, table));
    }

    /**
     * The values of some rows of a Parquet file, in their order; see {@link #select(String)}.
     *
     * @param first 0-based, inclusive
     * @param end exclusive
     */
    public TableValues select(String expression, int first, int end) {
        return query("SELECT %s FROM %s WHERE file_row_number >= %d AND file_row_number < %d"
                .formatted(expression, table, first, end));
    }

    /** Number of rows. */
    public long rows() {
        TableValues count = select("count(*)");
        count.next();
        return count.number();
    }

    /** What a Parquet file says of itself under a key, if it does. */
    public Optional<String> metadata(String key) {
        TableValues values = query("SELECT decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) = %s"
                .formatted(Sql.quote(file.toString(), '\''), Sql.quote(key, '\'')));
        return values.next() ? Optional.ofNullable(values.text()) : Optional.empty();
    }

    private TableValues query(String query) {
        try {
            return new TableValues(file, database.createStatement().executeQuery(query)); // closed with the connection
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    static InputException unreadable(Path file, SQLException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new InputException("%s: cannot be read: %s".formatted(file, why), e);
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }
}
