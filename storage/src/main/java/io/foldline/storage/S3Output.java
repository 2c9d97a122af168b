package io.foldline.storage;

import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Manifest;
import io.foldline.checkpoint.PublishedCheckpoint;
import io.foldline.checkpoint.Sha256;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Object;
import io.foldline.storage.s3.S3Objects;
import io.foldline.storage.transfer.Parallel;
import io.foldline.storage.transfer.TransferCount;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A place in an object store. The checkpoint is written to a folder of this machine first, then sent, its manifest last.
 * Every object says which run put it there, so that what a dead attempt left is known from what belongs to others.
 */
record S3Output(S3Location location, S3Objects store, Path cache) implements Output {
    @Override
    public String uri() {
        return location.uri();
    }

    @Override
    public boolean exists() throws IOException {
        return !store.list(location).isEmpty();
    }

    @Override
    public Published write(CheckpointWriter writer, CheckpointDraft draft, String run, WriteProgress progress)
            throws IOException {
        requireOurs(run);
        Path staged = staged(run);
        // Writing is half of the way, sending the other half.
        PublishedCheckpoint published =
                writer.write(draft, staged, run, (done, total) -> progress.written(done, 2 * total));
        long bytes = published.weightBytes();
        send(
                staged,
                run,
                (done, total) -> progress.written(bytes + (total == 0 ? bytes : done * bytes / total), 2 * bytes));
        CheckpointWriter.discard(staged, run);
        return new Published(uri(), published.digest(), bytes);
    }

    private void send(Path staged, String run, TransferProgress progress) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(staged)) {
            files = tree.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(staged.resolve(Manifest.NAME)))
                    .toList();
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        TransferCount count = new TransferCount(bytes, progress);
        Parallel.each(files, count, file -> send(staged, file, run, count.part()));
        send(staged, staged.resolve(Manifest.NAME), run, TransferCount.uncounted());
    }

    private void send(Path staged, Path file, String run, TransferCount.Part count) throws IOException {
        S3Location object = location.below(staged.relativize(file).toString());
        String sha256 = Sha256.of(file);
        Optional<S3Object> there = store.find(object);
        if (there.flatMap(S3Object::sha256).filter(sha256::equals).isPresent()
                && there.flatMap(S3Object::run).filter(run::equals).isPresent()) {
            count.reached(Files.size(file));
        } else {
            store.put(file, object, run, sha256, count);
        }
    }

    private void requireOurs(String run) throws IOException {
        for (S3Object object : store.list(location)) {
            if (!isOurs(object, run)) {
                throw new InputException(
                        "%s: the output exists already, expected a new name; %s is there; remove it or choose another one"
                                .formatted(uri(), object.name()));
            }
        }
    }

    private boolean isOurs(S3Object object, String run) throws IOException {
        return store.find(location.below(object.name()))
                .flatMap(S3Object::run)
                .filter(run::equals)
                .isPresent();
    }

    @Override
    public void discard(String run) throws IOException {
        CheckpointWriter.discard(staged(run), run);
        List<S3Object> objects = store.list(location);
        // The manifest goes first: from then on nobody takes the rest for a checkpoint.
        for (boolean manifest : new boolean[] {true, false}) {
            for (S3Object object : objects) {
                if (object.name().equals(Manifest.NAME) == manifest && isOurs(object, run)) {
                    store.delete(location.below(object.name()));
                }
            }
        }
    }

    @Override
    public boolean has(String name) throws IOException {
        return store.find(location.below(name)).isPresent();
    }

    @Override
    public void add(String run, Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = Files.createTempFile("foldline", null);
            try {
                Files.writeString(file, text.getValue());
                store.put(file, location.below(text.getKey()), run, Sha256.of(file), TransferCount.uncounted());
            } finally {
                Files.delete(file);
            }
        }
    }

    private Path staged(String run) {
        return cache.resolve("outgoing")
                .resolve(Sha256.ofText(uri()).substring(0, 32))
                .resolve(run);
    }

    @Override
    public String toString() {
        return uri();
    }
}
