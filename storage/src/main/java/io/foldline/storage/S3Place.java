package io.foldline.storage;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.ModelConfig;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Objects;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint in an object store. */
record S3Place(S3Location location) implements Place {
    private static S3Checkpoints checkpoints() {
        return new S3Checkpoints(S3Objects.shared(), CacheFolder.path());
    }

    @Override
    public String uri() {
        return location.uri();
    }

    @Override
    public String name() {
        return location.name();
    }

    @Override
    public Place pinned() {
        return this;
    }

    @Override
    public ModelConfig config() throws IOException {
        return ModelConfig.read(description().resolve(Checkpoint.CONFIG));
    }

    @Override
    public Path description() throws IOException {
        return checkpoints().description(location);
    }

    @Override
    public Path checkpoint(TransferProgress progress) throws IOException {
        return checkpoints().checkpoint(location, progress);
    }

    @Override
    public String toString() {
        return uri();
    }
}
