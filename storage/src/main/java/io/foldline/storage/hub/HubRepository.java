package io.foldline.storage.hub;

import io.foldline.storage.transfer.Parallel;
import io.foldline.storage.transfer.TransferCount;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A repository at one commit: its files, and how to have some of them here. Made by {@link Hub#open}. */
public final class HubRepository {
    private final HubLocation location;
    private final List<HubFile> files;
    private final HubCache cache;
    private final HubClient client;
    private final Retries retries;

    HubRepository(HubLocation location, List<HubFile> files, HubCache cache, HubClient client, Retries retries) {
        this.location = location;
        this.files = List.copyOf(files);
        this.cache = cache;
        this.client = client;
        this.retries = retries;
    }

    /** The location, pinned to the commit. */
    public HubLocation location() {
        return location;
    }

    /** The files, in the order of the hub. */
    public List<HubFile> files() {
        return files;
    }

    /** Folder of the commit in the cache, where files are when they are here. */
    public Path folder() {
        return cache.snapshot(location.revision());
    }

    /**
     * Has files here: those that are not in the cache are downloaded, several at a time.
     *
     * @param wanted some of {@link #files}
     * @param progress told of all bytes of those that are not in the cache
     * @return folder of the commit in the cache; the files lie in it under their paths, not to be changed, and so may
     *     others
     * @throws io.foldline.checkpoint.InputException if a file may not be read or is not what the hub says that it is
     * @throws io.foldline.checkpoint.ResourceException if the disk is full
     * @throws IOException if they cannot be had now; what has arrived stays in the cache
     */
    public Path fetch(Collection<HubFile> wanted, TransferProgress progress) throws IOException {
        List<HubFile> missing = new ArrayList<>();
        for (HubFile file : wanted) {
            if (!cache.has(location.revision(), file)) {
                missing.add(file);
            }
        }
        TransferCount count =
                new TransferCount(missing.stream().mapToLong(HubFile::bytes).sum(), progress);
        Parallel.each(
                missing, count, file -> new BlobDownload(client, retries, cache, location, file, count.part()).run());
        return folder();
    }
}
