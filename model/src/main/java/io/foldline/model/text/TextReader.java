package io.foldline.model.text;

import io.foldline.checkpoint.ContentDigest;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts from a file, one at a time and no further than asked for: JSON lines ({@code .jsonl}, the string in one
 * column) or plain text ({@code .txt}, paragraphs separated by blank lines). What cannot be read is an
 * {@link InputException} that names file and line.
 */
public final class TextReader implements Closeable {
    private final Path file;
    private final TextFormat format;
    private final Lines lines;

    private TextReader(Path file, TextFormat format, Lines lines) {
        this.file = file;
        this.format = format;
        this.lines = lines;
    }

    /**
     * Opens a file.
     *
     * @param location path or {@code file:} URI
     * @param column column that holds the text; ignored for plain text
     * @throws InputException if there is no such file or its format is not known
     */
    public static TextReader open(String location, String column) throws IOException {
        Path file = Locations.path(location);
        TextFormat format = TextFormat.of(file, column);
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no such file");
        }
        return new TextReader(file, format, new Lines(file));
    }

    /**
     * The first {@code limit} texts of a file, in its order.
     *
     * @throws InputException if the file holds no text at all, or cannot be read
     */
    public static List<String> read(String location, String column, int limit) throws IOException {
        List<String> texts = read(location, column, 0, limit);
        if (texts.isEmpty()) {
            throw new InputException(Locations.path(location) + ": holds no text");
        }
        return texts;
    }

    /** The texts {@code first} (0-based, inclusive) to {@code end} (exclusive); fewer where the file ends before. */
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
     * How many texts the file holds, counted up to {@code limit}; all that are counted are also checked.
     *
     * @throws InputException if the file holds no text at all, or cannot be read
     */
    public static int count(String location, String column, int limit) throws IOException {
        try (TextReader reader = open(location, column)) {
            int count = 0;
            while (count < limit && reader.next() != null) {
                count++;
            }
            if (count == 0) {
                throw new InputException(Locations.path(location) + ": holds no text");
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
        try (TextReader reader = open(location, column)) {
            return Sha256.ofText(reader.format.key() + "\n" + ContentDigest.of(reader.file));
        }
    }

    /**
     * The next text, or null after the last one.
     *
     * @throws InputException if the line cannot be read as a text; names file and line
     */
    public @Nullable String next() throws IOException {
        String text = format.next(lines);
        if (text != null && hasLoneSurrogate(text)) {
            throw new InputException(file + ", line " + lines.number()
                    + ": half of a surrogate pair (an escape \\uD800 to \\uDFFF that stands alone) is not a character");
        }
        return text;
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
