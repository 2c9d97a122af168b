package io.foldline.stage;

import io.foldline.event.ArtifactReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps what is too large for an event. Content is immutable and verified by digest. */
public interface ArtifactStore {
    /** Writes a file. */
    @FunctionalInterface
    interface Writer {
        /** @param file a new file that the writer creates */
        void writeTo(Path file) throws IOException;
    }

    /**
     * Stores what {@code writer} writes; nothing is visible before it is complete. Writing the same name again replaces
     * the former content.
     *
     * @param name relative path below the root, such as {@code statistics/0.safetensors}
     */
    ArtifactReference put(String name, Writer writer) throws IOException;

    /**
     * A local file with the content of the artifact, verified against its digest; not to be changed.
     *
     * @throws IOException if it is missing or its content does not match
     * @throws io.foldline.checkpoint.InputException if the URI is not below the root of this store
     */
    Path get(ArtifactReference reference) throws IOException;

    /** A reference to what is stored under a name; empty if nothing is. Not to be changed. */
    Optional<ArtifactReference> find(String name) throws IOException;

    /** Removes what is stored under a name, if anything is. */
    void delete(String name) throws IOException;
}
