package io.foldline.storage;

import io.foldline.checkpoint.ContentDigest;
import io.foldline.storage.hub.HubFile;
import io.foldline.storage.hub.HubRepository;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file of a data set of the hub; it is brought here when it is wanted. */
record HubDataFile(HubRepository repository, HubFile file) implements DataFile {
    @Override
    public Path path() {
        return repository.folder().resolve(file.path());
    }

    @Override
    public Path fetch(TransferProgress progress) throws IOException {
        repository.fetch(List.of(file), progress);
        return path();
    }

    /** What the hub knows the content by; a file that something else than a hub client has put there has no such name. */
    @Override
    public String digest() throws IOException {
        return file.etag().isEmpty() ? ContentDigest.of(path()) : file.etag();
    }

    @Override
    public String toString() {
        return repository.location() + "/" + file.path();
    }
}
