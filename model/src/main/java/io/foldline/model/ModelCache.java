package io.foldline.model;

import io.foldline.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the model that was used last, since the tasks of a run all use one. A model that was replaced is closed once
 * nobody uses it any more. Safe for use by several threads.
 */
public final class ModelCache implements AutoCloseable {
    private @Nullable Entry current;

    /** The right to use a model until it is closed. */
    public final class Lease implements AutoCloseable {
        private final Entry entry;
        private boolean open = true;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        /** The model; not to be closed. */
        public BlockModel model() {
            return entry.model;
        }

        @Override
        public void close() {
            release(this);
        }
    }

    /** What a folder looked like: another content under the same path is another model. */
    private record Key(Path folder, ComputeOptions options, List<FileState> files) {}

    private record FileState(String name, long bytes, FileTime modified) {}

    private static final class Entry {
        final Key key;
        final BlockModel model;
        int users;
        boolean replaced;

        Entry(Key key, BlockModel model) {
            this.key = key;
            this.model = model;
        }

        void closeIfUnused() {
            if (replaced && users == 0) {
                model.close();
            }
        }
    }

    /**
     * Gives the model of a folder, loading it unless it was the last one used.
     *
     * @throws io.foldline.checkpoint.InputException if it is no checkpoint or its architecture is not known
     */
    public synchronized Lease lease(Path folder, ComputeOptions options) throws IOException {
        Key key = new Key(folder, options, files(folder));
        Entry entry = current;
        if (entry == null || !entry.key.equals(key)) {
            close();
            entry = new Entry(key, BlockModel.load(Checkpoint.open(folder), options));
            current = entry;
        }
        entry.users++;
        return new Lease(entry);
    }

    private synchronized void release(Lease lease) {
        if (lease.open) {
            lease.open = false;
            lease.entry.users--;
            lease.entry.closeIfUnused();
        }
    }

    /** Lets go of the model; leases that are still open stay usable. */
    @Override
    public synchronized void close() {
        if (current != null) {
            current.replaced = true;
            current.closeIfUnused();
            current = null;
        }
    }

    private static List<FileState> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<FileState> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.sorted().toList()) {
                files.add(new FileState(
                        String.valueOf(file.getFileName()), Files.size(file), Files.getLastModifiedTime(file)));
            }
        }
        return List.copyOf(files);
    }
}
