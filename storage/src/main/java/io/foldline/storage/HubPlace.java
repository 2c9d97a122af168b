package io.foldline.storage;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ModelConfig;
import io.foldline.storage.hub.Hub;
import io.foldline.storage.hub.HubLocation;
import io.foldline.storage.hub.RepoKind;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;

/** A model of the hub. */
record HubPlace(HubLocation location) implements Place {
    HubPlace {
        if (location.kind() != RepoKind.MODEL) {
            throw new InputException(location + ": a data set, expected a model, such as hf://org/name");
        }
    }

    private static final class Shared {
        static final HubCheckpoints CHECKPOINTS = new HubCheckpoints(Hub.shared());
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
    public Place pinned() throws IOException {
        return new HubPlace(Hub.shared().pin(location));
    }

    @Override
    public ModelConfig config() throws IOException {
        return ModelConfig.read(description().resolve(Checkpoint.CONFIG));
    }

    @Override
    public Path description() throws IOException {
        return Shared.CHECKPOINTS.description(location);
    }

    @Override
    public Path checkpoint(TransferProgress progress) throws IOException {
        return Shared.CHECKPOINTS.checkpoint(location, progress);
    }

    @Override
    public String toString() {
        return uri();
    }
}
