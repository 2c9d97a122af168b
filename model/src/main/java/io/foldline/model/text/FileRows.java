package io.foldline.model.text;

import io.foldline.storage.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of files one behind the other; a file that is elsewhere is brought here when its rows are wanted. */
final class FileRows<T> implements Rows<T> {
    private final List<DataFile> files;
    private final Opener<T> opener;
    private int opened;
    private Rows<T> rows;

    /** Opens a file. */
    interface Opener<T> {
        Rows<T> open(Path file) throws IOException;
    }

    /**
     * Opens the first file.
     *
     * @param files not empty
     */
    FileRows(List<DataFile> files, Opener<T> opener) throws IOException {
        this.files = List.copyOf(files);
        this.opener = opener;
        this.rows = open();
    }

    @Override
    public @Nullable T next() throws IOException {
        T row = rows.next();
        while (row == null && opened < files.size()) {
            rows.close();
            rows = open();
            row = rows.next();
        }
        return row;
    }

    @Override
    public boolean skip() throws IOException {
        boolean there = rows.skip();
        while (!there && opened < files.size()) {
            rows.close();
            rows = open();
            there = rows.skip();
        }
        return there;
    }

    private Rows<T> open() throws IOException {
        return opener.open(files.get(opened++).fetch());
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
