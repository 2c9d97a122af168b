package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 file, packed by gzip or not, one at a time. Bytes are decoded line by line, so that a byte that is not UTF-8 is reported
 * with its line. A line ends with LF, CR LF or CR; a byte order mark at the start of the file is skipped.
 */
final class Lines implements Closeable {
    private final Path file;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int number;
    private int lookahead;

    Lines(Path file) throws IOException {
        this.file = file;
        this.in = new BufferedInputStream(GzipInput.open(file), 1 << 16);
        this.lookahead = in.read();
    }

    /** Number of the line that {@link #next} gave last, from 1. */
    int number() {
        return number;
    }

    /** The next line without its end, or null after the last one. */
    @Nullable
    String next() throws IOException {
        if (lookahead < 0) {
            return null;
        }
        line.reset();
        int next = lookahead;
        while (next >= 0 && next != '\n' && next != '\r') {
            line.write(next);
            next = in.read();
        }
        boolean carriageReturn = next == '\r';
        lookahead = next < 0 ? next : in.read();
        if (carriageReturn && lookahead == '\n') {
            lookahead = in.read();
        }
        number++;
        String text = decode();
        return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private String decode() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputException(
                    file + ", line " + number + ": not UTF-8; convert the file, for example with iconv -t UTF-8", e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
