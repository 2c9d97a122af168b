package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.DataFile;
import io.foldline.storage.Place;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts from a source, one at a time and no further than asked for: JSON lines ({@code .jsonl}), JSON objects
 * ({@code .json}), both also packed by gzip ({@code .jsonl.gz}, {@code .json.gz}), CSV ({@code .csv}, {@code .tsv}) and Parquet ({@code .parquet}), the string or conversation in one column;
 * or plain text ({@code .txt}, paragraphs separated by blank lines). A folder of Parquet files, or a file name with
 * {@code *} in it, is one source, in the order of the names; so is a data set of the hub, whose files are brought here as
 * far as they are read. What cannot be read is an {@link InputException} that names file and line.
 */
public final class TextReader implements Closeable {
    private final Rows<Sample> rows;

    private TextReader(Rows<Sample> rows) {
        this.rows = rows;
    }

    /**
     * Opens a source.
     *
     * @param location path, {@code file:} URI, or {@code hf://datasets/org/name[@revision][/path]}
     * @param column column that holds the text; ignored for plain text
     * @throws InputException if there is no such file or its format is not known
     */
    public static TextReader open(String location, String column) throws IOException {
        List<DataFile> files = TextFiles.of(location);
        TextFormat format = TextFormat.of(files);
        return new TextReader(new FileRows<>(files, file -> format.texts(file, column)));
    }

    /**
     * The files of a source, in the order in which they are read; those elsewhere are not brought here yet.
     *
     * @throws InputException if there are none, or their format is not known
     */
    public static List<DataFile> files(String location) throws IOException {
        return TextFiles.of(location);
    }

    /**
     * The first {@code limit} texts of a source, in its order.
     *
     * @throws InputException if it holds no text at all, or cannot be read
     */
    public static List<String> read(String location, String column, int limit) throws IOException {
        List<String> texts = read(location, column, 0, limit);
        if (texts.isEmpty()) {
            throw new InputException(Place.shown(location) + ": holds no text");
        }
        return texts;
    }

    /** The texts {@code first} (0-based, inclusive) to {@code end} (exclusive); fewer where the source ends before. */
    public static List<String> read(String location, String column, int first, int end) throws IOException {
        try (TextReader reader = open(location, column)) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < end; i++) {
                String text = reader.next();
                if (text == null) {
                    break;
                }
                if (i >= first) {
                    texts.add(text);
                }
            }
            return texts;
        }
    }

    /**
     * How many texts the source holds, counted up to {@code limit}; all that are counted are also checked.
     *
     * @throws InputException if it holds no text at all, or cannot be read
     */
    public static int count(String location, String column, int limit) throws IOException {
        try (TextReader reader = open(location, column)) {
            int count = 0;
            while (count < limit && reader.next() != null) {
                count++;
            }
            if (count == 0) {
                throw new InputException(Place.shown(location) + ": holds no text");
            }
            return count;
        }
    }

    /**
     * SHA-256 of all that decides which texts {@link #read} gives: content, format and column.
     *
     * @throws InputException if there is no such file or its format is not known
     */
    public static String digest(String location, String column) throws IOException {
        List<DataFile> files = TextFiles.of(location);
        return TextFormat.digest(TextFormat.of(files).key(column), files);
    }

    /**
     * The next text, or null after the last one.
     *
     * @throws InputException if the row cannot be read as a text; names file and line
     */
    public @Nullable String next() throws IOException {
        Sample sample = nextSample();
        if (sample instanceof Sample.Conversation conversation) {
            throw new InputException(conversation.where() + ": expected a text, found a conversation");
        }
        return sample instanceof Sample.Text text ? text.text() : null;
    }

    /**
     * The next text or conversation, or null after the last one.
     *
     * @throws InputException if the row cannot be read; names file and line
     */
    public @Nullable Sample nextSample() throws IOException {
        Sample sample = rows.next();
        if (sample instanceof Sample.Text text) {
            SampleRenderer.requireCharacters(text.text(), text.where());
        }
        return sample;
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
