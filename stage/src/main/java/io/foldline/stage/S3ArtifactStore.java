package io.foldline.stage;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Sha256;
import io.foldline.event.ArtifactReference;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Object;
import io.foldline.storage.s3.S3Objects;
import io.foldline.storage.transfer.TransferCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Artifacts in an object store that all services of a run can reach. Those that were read last are kept in a folder of this
 * process, under their digest. Safe for use by several threads and processes.
 */
public final class S3ArtifactStore implements ArtifactStore {
    /** Enough that none goes while it is read. */
    private static final int MOST_COPIES = 256;

    /** Belongs to no run: artifacts are shared. */
    private static final String NO_RUN = "artifact";

    private final S3Location root;
    private final S3Objects store;
    private final Path copies;
    private final Map<String, Path> known = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param root what all artifacts lie below
     * @throws IOException if there is no room for copies
     */
    public S3ArtifactStore(S3Location root, S3Objects store) throws IOException {
        this.root = root;
        this.store = store;
        this.copies = Files.createTempDirectory("foldline-artifacts");
        copies.toFile().deleteOnExit();
    }

    /** @throws io.foldline.checkpoint.ResourceException if the disk is full */
    @Override
    public ArtifactReference put(String name, Writer writer) throws IOException {
        S3Location object = root.below(name);
        Path temporary = Files.createTempFile(copies, "put", null);
        Files.delete(temporary);
        try {
            writer.writeTo(temporary);
            String sha256 = Sha256.of(temporary);
            long bytes = Files.size(temporary);
            store.put(temporary, object, NO_RUN, sha256, TransferCount.uncounted());
            return new ArtifactReference(object.uri(), sha256, bytes);
        } catch (IOException e) {
            throw DiskFull.orPassing(e, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public Path get(ArtifactReference reference) throws IOException {
        S3Location object = below(reference.getUri());
        String sha256 = reference.getSha256();
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new InputException("artifact %s: expected a SHA-256, found '%s'".formatted(object, sha256));
        }
        S3Object there = store.find(object)
                .orElseThrow(
                        () -> new NoSuchFileException(object.uri(), null, "the artifact is missing; was it deleted?"));
        if (there.bytes() != reference.getBytes()
                || there.sha256().filter(found -> !found.equals(sha256)).isPresent()) {
            throw changed(reference, there.bytes(), there.sha256().orElse("unknown"));
        }
        synchronized (known) {
            Path copy = known.get(sha256);
            if (copy != null && Files.isRegularFile(copy)) {
                return copy;
            }
            Path fetched = fetch(object, there, reference);
            known.put(sha256, fetched);
            forgetEldest();
            return fetched;
        }
    }

    private Path fetch(S3Location object, S3Object there, ArtifactReference reference) throws IOException {
        Path copy = copies.resolve(reference.getSha256());
        store.get(object, there, copy, TransferCount.uncounted());
        String found = Sha256.of(copy);
        if (!found.equals(reference.getSha256())) {
            Files.delete(copy);
            throw changed(reference, there.bytes(), found);
        }
        copy.toFile().deleteOnExit();
        return copy;
    }

    private void forgetEldest() throws IOException {
        while (known.size() > MOST_COPIES) {
            String eldest = known.keySet().iterator().next();
            Files.deleteIfExists(copies.resolve(eldest));
            known.remove(eldest);
        }
    }

    private static IOException changed(ArtifactReference reference, long bytes, String sha256) {
        return new IOException(String.format(
                "%s: expected %d bytes with SHA-256 %s, found %d bytes with %s; the object was changed or damaged",
                reference.getUri(), reference.getBytes(), reference.getSha256(), bytes, sha256));
    }

    @Override
    public Optional<ArtifactReference> find(String name) throws IOException {
        S3Location object = root.below(name);
        return store.find(object)
                .flatMap(found ->
                        found.sha256().map(sha256 -> new ArtifactReference(object.uri(), sha256, found.bytes())));
    }

    @Override
    public void delete(String name) throws IOException {
        S3Location object = root.below(name);
        if (store.find(object).isPresent()) {
            store.delete(object);
        }
    }

    private S3Location below(String uri) {
        String start = root.uri() + "/";
        if (!uri.startsWith(start)) {
            throw new InputException("artifact %s: expected an object below %s".formatted(uri, root));
        }
        return root.below(uri.substring(start.length()));
    }
}
