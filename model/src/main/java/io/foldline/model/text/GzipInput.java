package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What a gzip file holds. A file that is cut off or damaged is an {@link InputException} that names it. */
final class GzipInput extends FilterInputStream {
    /** What the names of such files end in. */
    static final String EXTENSION = ".gz";

    private static final int BUFFER = 1 << 16;

    private final Path file;

    private GzipInput(Path file, InputStream content) {
        super(content);
        this.file = file;
    }

    /** The content of a file, unpacked where its name ends in {@link #EXTENSION}. */
    static InputStream open(Path file) throws IOException {
        InputStream packed = Files.newInputStream(file);
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(EXTENSION)) {
            return packed;
        }
        try {
            return new GzipInput(file, new GZIPInputStream(packed, BUFFER));
        } catch (EOFException | ZipException e) {
            packed.close();
            throw damaged(file, e);
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (EOFException | ZipException e) {
            throw damaged(file, e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (EOFException | ZipException e) {
            throw damaged(file, e);
        }
    }

    private static InputException damaged(Path file, IOException e) {
        return new InputException(
                "%s: no gzip file, or cut off or damaged (%s); get it anew".formatted(file, e.getMessage()), e);
    }
}
