package io.foldline.storage;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.storage.hub.Hub;
import io.foldline.storage.hub.HubFile;
import io.foldline.storage.hub.HubLocation;
import io.foldline.storage.hub.HubRepository;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Checkpoints of a hub, in its cache. What was found whole at a commit is not asked for again by this process. */
final class HubCheckpoints {
    private final Hub hub;
    private final Map<HubLocation, Path> descriptions = new ConcurrentHashMap<>();
    private final Map<HubLocation, Path> whole = new ConcurrentHashMap<>();

    HubCheckpoints(Hub hub) {
        this.hub = hub;
    }

    /** Folder with the files that describe a checkpoint. */
    Path description(HubLocation location) throws IOException {
        Path known = known(descriptions, location);
        return known == null ? describe(hub.open(location)).folder() : known;
    }

    /** Folder with the whole checkpoint. */
    Path checkpoint(HubLocation location, TransferProgress progress) throws IOException {
        Path known = known(whole, location);
        if (known != null) {
            return known;
        }
        HubRepository repository = hub.open(location);
        Described described = describe(repository);
        repository.fetch(
                repository.files().stream()
                        .filter(file -> described.weights().contains(file.path()))
                        .toList(),
                progress);
        whole.put(repository.location(), described.folder());
        return described.folder();
    }

    /** A folder with all of a checkpoint but the weights, and the files that hold these. */
    private record Described(Path folder, Collection<String> weights) {}

    private Described describe(HubRepository repository) throws IOException {
        List<String> paths = repository.files().stream().map(HubFile::path).toList();
        NeededFiles.requireConfig(paths, repository.location());
        Path folder = repository.fetch(
                repository.files().stream()
                        .filter(file -> NeededFiles.describes(file.path()))
                        .toList(),
                TransferProgress.NONE);
        Collection<String> weights =
                NeededFiles.weights(paths, folder, repository.location().uri());
        descriptions.put(repository.location(), folder);
        return new Described(folder, weights);
    }

    private static @Nullable Path known(Map<HubLocation, Path> folders, HubLocation location) {
        @Nullable Path folder = folders.get(location);
        return folder != null && Files.exists(folder.resolve(Checkpoint.CONFIG)) ? folder : null;
    }
}
