package io.foldline.cli.fault;

import io.foldline.event.ArtifactReference;
import io.foldline.stage.ArtifactStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A store that is slow, or fails before or after the step that it was asked for, as its mode says. */
record FaultyStore(ArtifactStore store, Path mode) implements ArtifactStore {
    @Override
    public ArtifactReference put(String name, Writer writer) throws IOException {
        before(name);
        ArtifactReference reference = store.put(name, writer);
        after(name);
        return reference;
    }

    @Override
    public Path get(ArtifactReference reference) throws IOException {
        before(reference.getUri());
        return store.get(reference);
    }

    @Override
    public Optional<ArtifactReference> find(String name) throws IOException {
        before(name);
        return store.find(name);
    }

    @Override
    public void delete(String name) throws IOException {
        before(name);
        store.delete(name);
        after(name);
    }

    private void before(String name) throws IOException {
        StoreMode now = StoreMode.read(mode);
        try {
            Thread.sleep(now.delayMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(name);
        }
        failSometimes(now, name);
    }

    /** The step was done, but the caller does not get to know. */
    private void after(String name) throws IOException {
        failSometimes(StoreMode.read(mode), name);
    }

    private static void failSometimes(StoreMode now, String name) throws IOException {
        if (ThreadLocalRandom.current().nextInt(100) < now.failing()) {
            throw new IOException("the store fails on purpose at " + name);
        }
    }
}
