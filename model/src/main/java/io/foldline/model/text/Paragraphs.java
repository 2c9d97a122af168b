package io.foldline.model.text;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Plain text: a text is a paragraph, its lines joined by LF; blank lines separate paragraphs. */
final class Paragraphs implements Rows<Sample> {
    private final Path file;
    private final Lines lines;

    Paragraphs(Path file) throws IOException {
        this.file = file;
        this.lines = new Lines(file);
    }

    @Override
    public @Nullable Sample next() throws IOException {
        StringBuilder paragraph = new StringBuilder();
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line);
            } else if (!paragraph.isEmpty()) {
                break;
            }
        }
        String where = file + ", line " + lines.number();
        return paragraph.isEmpty() ? null : new Sample.Text(where, paragraph.toString());
    }

    @Override
    public boolean skip() throws IOException {
        return next() != null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
