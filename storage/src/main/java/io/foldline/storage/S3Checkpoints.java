package io.foldline.storage;

import io.foldline.checkpoint.Sha256;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Object;
import io.foldline.storage.s3.S3Objects;
import io.foldline.storage.transfer.FileLocks;
import io.foldline.storage.transfer.Parallel;
import io.foldline.storage.transfer.TransferCount;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Checkpoints of an object store, as copies in folders of this machine. A folder is named by what the store lists, so other
 * contents under the same keys become another folder, and none is ever changed.
 */
final class S3Checkpoints {
    private final S3Objects store;
    private final Path cache;

    S3Checkpoints(S3Objects store, Path cache) {
        this.store = store;
        this.cache = cache;
    }

    /** Folder with the files that describe a checkpoint. */
    Path description(S3Location location) throws IOException {
        return describe(location, list(location));
    }

    /** Folder with the whole checkpoint. */
    Path checkpoint(S3Location location, TransferProgress progress) throws IOException {
        List<S3Object> objects = list(location);
        Path folder = describe(location, objects);
        Collection<String> weights =
                NeededFiles.weights(objects.stream().map(S3Object::name).toList(), folder, location.uri());
        fetch(
                location,
                folder,
                objects.stream()
                        .filter(object -> weights.contains(object.name()))
                        .toList(),
                progress);
        return folder;
    }

    private List<S3Object> list(S3Location location) throws IOException {
        List<S3Object> objects = store.list(location).stream()
                .filter(object -> NeededFiles.describes(object.name()) || NeededFiles.isWeights(object.name()))
                .toList();
        NeededFiles.requireConfig(objects.stream().map(S3Object::name).toList(), location);
        return objects;
    }

    private Path describe(S3Location location, List<S3Object> objects) throws IOException {
        StringBuilder listing = new StringBuilder(location.uri());
        objects.forEach(object -> listing.append('\n')
                .append(object.name())
                .append(' ')
                .append(object.bytes())
                .append(' ')
                .append(object.etag()));
        // The last part is what users and model cards see as the name of the model.
        Path folder = cache.resolve("s3")
                .resolve(location.bucket())
                .resolve(Sha256.ofText(listing.toString()).substring(0, 32))
                .resolve(location.name());
        fetch(
                location,
                folder,
                objects.stream()
                        .filter(object -> NeededFiles.describes(object.name()))
                        .toList(),
                TransferProgress.NONE);
        return folder;
    }

    private void fetch(S3Location location, Path folder, List<S3Object> objects, TransferProgress progress)
            throws IOException {
        if (missing(folder, objects).isEmpty()) {
            return;
        }
        try (FileLocks.Held lock = FileLocks.take(folder.resolveSibling(".lock"))) {
            List<S3Object> missing = missing(folder, objects);
            long bytes = missing.stream().mapToLong(S3Object::bytes).sum();
            TransferCount count = new TransferCount(bytes, progress);
            Parallel.each(
                    missing,
                    count,
                    object -> store.get(
                            location.below(object.name()), object, folder.resolve(object.name()), count.part()));
        }
    }

    private static List<S3Object> missing(Path folder, List<S3Object> objects) throws IOException {
        List<S3Object> missing = new ArrayList<>();
        for (S3Object object : objects) {
            Path file = folder.resolve(object.name());
            if (!Files.isRegularFile(file) || Files.size(file) != object.bytes()) {
                missing.add(object);
            }
        }
        return missing;
    }
}
