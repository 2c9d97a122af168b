package io.foldline.model.text;

import io.foldline.storage.DataFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole rows, one at a time and no further than asked for, from files of the formats that {@link TextReader} reads a
 * column of, plain text excepted. Values are those of the JSON. Those of CSV are strings, empty where nothing stands. Those of
 * Parquet are what they are in JSON: whole numbers of at most 64 bits exactly, structures as objects, lists as arrays, missing
 * values null. NaN and infinities are numbers. Strings are not looked at: a surrogate that JSON escapes may stand alone.
 */
public final class RecordReader implements Closeable {
    /** What the names of files that can be read end in. */
    public static final Set<String> EXTENSIONS = TextFormat.OF_RECORDS;

    private final Rows<DataRecord> rows;

    private RecordReader(Rows<DataRecord> rows) {
        this.rows = rows;
    }

    /**
     * Opens files, as one source.
     *
     * @param files not empty; brought here as far as they are read
     * @throws io.foldline.checkpoint.InputException if their format is not known, holds no columns, or is not the same
     */
    public static RecordReader open(List<DataFile> files) throws IOException {
        TextFormat format = TextFormat.of(files);
        return new RecordReader(new FileRows<>(files, format::records));
    }

    /**
     * SHA-256 of all that decides which rows there are: content and format.
     *
     * @throws io.foldline.checkpoint.InputException if their format is not known, or not the same
     */
    public static String digest(List<DataFile> files) throws IOException {
        return TextFormat.digest(TextFormat.of(files).name(), files);
    }

    /**
     * The next row, or null after the last one.
     *
     * @throws io.foldline.checkpoint.InputException if the row cannot be read; names file and line
     */
    public @Nullable DataRecord next() throws IOException {
        return rows.next();
    }

    /** Passes over the next row without looking at it; false after the last one. */
    public boolean skip() throws IOException {
        return rows.skip();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
