package io.foldline.storage;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.ModelConfig;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder of this machine, or one that all machines see under the same path.
 *
 * @param path absolute
 */
record LocalPlace(Path path) implements Place {
    @Override
    public String uri() {
        return Locations.uri(path);
    }

    @Override
    public String name() {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    @Override
    public Place pinned() {
        return this;
    }

    @Override
    public ModelConfig config() throws IOException {
        return Checkpoint.open(path).config();
    }

    @Override
    public Path description() {
        return path;
    }

    @Override
    public Path checkpoint(TransferProgress progress) {
        return path;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
