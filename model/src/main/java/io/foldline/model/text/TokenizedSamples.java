package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Token ids of a calibration set. The last set is kept, since the tasks of a run all take theirs from one. Safe for use
 * by several threads.
 */
public final class TokenizedSamples {
    private @Nullable Loaded last;

    /**
     * What a set is made of.
     *
     * @param tokenizer checkpoint folder with the tokenizer
     * @param texts location of a file as {@link TextReader} reads it
     * @param column column that holds the text; ignored for plain text
     * @param samples number of texts taken, at most
     * @param maxLength length in tokens to which texts are truncated, special tokens included
     */
    public record Source(Path tokenizer, String texts, String column, int samples, int maxLength) {}

    private record Loaded(Source source, FileTime modified, List<int[]> ids) {}

    /**
     * Token ids of the samples of a range.
     *
     * @throws InputException if the file cannot be read as texts, or has fewer than the range asks for
     */
    public synchronized List<int[]> ids(Source source, ItemRange range) throws IOException {
        List<int[]> ids = ids(source);
        if (range.end() > ids.size()) {
            throw new InputException(
                    "%s: samples %d to %d were expected, found %d in all; was it changed during the run?"
                            .formatted(source.texts(), range.first(), range.end() - 1, ids.size()));
        }
        return ids.subList(range.first(), range.end());
    }

    private List<int[]> ids(Source source) throws IOException {
        TextReader.open(source.texts(), source.column()).close();
        FileTime modified = Files.getLastModifiedTime(Locations.path(source.texts()));
        if (last == null || !last.source.equals(source) || !last.modified.equals(modified)) {
            List<String> texts = TextReader.read(source.texts(), source.column(), source.samples());
            try (Tokenizer tokenizer = Tokenizer.load(source.tokenizer())) {
                last = new Loaded(source, modified, List.copyOf(tokenizer.encodeAll(texts, source.maxLength())));
            }
        }
        return last.ids;
    }
}
