package io.foldline.stage;

import io.foldline.event.ArtifactReference;
import io.foldline.schemas.Trust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How far one task is, in the artifact store: a file with the state of the work, and a small one that names it with its
 * digest. Two files take turns with the state, so that there is a whole one whenever a worker dies. For use by one thread.
 */
public final class SavedWork {
    static {
        Trust.contracts();
    }

    private static final List<String> SLOTS = List.of("-0", "-1");

    private final ArtifactStore store;
    private final String name;

    /** @param name of the task, in the store */
    public SavedWork(ArtifactStore store, String name) {
        this.store = store;
        this.name = name;
    }

    /**
     * What was saved last; empty if nothing was.
     *
     * @throws IOException if it is damaged
     */
    public Optional<Path> find() throws IOException {
        Optional<ArtifactReference> state = state();
        return state.isEmpty() ? Optional.empty() : Optional.of(store.get(state.get()));
    }

    /** Saves a state in place of the one before. */
    public void put(ArtifactStore.Writer writer) throws IOException {
        ByteBuffer buffer = store.put(name + freeSlot(), writer).toByteBuffer();
        byte[] state = new byte[buffer.remaining()];
        buffer.get(state);
        store.put(name, file -> Sealed.write(file, state));
    }

    /** Removes what was saved, if anything was. */
    public void delete() throws IOException {
        store.delete(name);
        for (String slot : SLOTS) {
            store.delete(name + slot);
        }
    }

    private Optional<ArtifactReference> state() throws IOException {
        Optional<ArtifactReference> pointer = store.find(name);
        if (pointer.isEmpty()) {
            return Optional.empty();
        }
        byte[] state = Sealed.read(store.get(pointer.get()));
        return Optional.of(ArtifactReference.fromByteBuffer(ByteBuffer.wrap(state)));
    }

    /** The file that holds nothing that is needed. */
    private String freeSlot() {
        try {
            boolean second = state().map(ArtifactReference::getUri)
                    .filter(uri -> uri.endsWith(SLOTS.get(0)))
                    .isPresent();
            return SLOTS.get(second ? 1 : 0);
        } catch (IOException | RuntimeException e) {
            // What is there is damaged: neither file is needed.
            return SLOTS.get(0);
        }
    }
}
