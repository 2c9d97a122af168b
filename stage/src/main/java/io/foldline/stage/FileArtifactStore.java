package io.foldline.stage;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Sha256;
import io.foldline.event.ArtifactReference;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Artifacts in a folder that all services of a run can reach: a local one, or a shared file system. Files appear under
 * their name only when they are complete and on the disk. Safe for use by several threads and processes.
 */
public final class FileArtifactStore implements ArtifactStore {
    private final Path root;
    private final Map<Path, Verified> verified = Collections.synchronizedMap(new Recent());

    /** What a file looked like when its content was found to have this digest. */
    private record Verified(String sha256, long bytes, FileTime modified) {}

    /** Keeps what was used last. */
    private static final class Recent extends LinkedHashMap<Path, Verified> {
        private static final long serialVersionUID = 1;
        private static final int MOST = 4096;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Verified> eldest) {
            return size() > MOST;
        }
    }

    /**
     * @param root folder as a {@code file:} URI; created if missing
     * @throws InputException if it is not a {@code file:} URI or cannot be a folder
     * @throws IOException if it cannot be created
     */
    public FileArtifactStore(URI root) throws IOException {
        Path folder = path(root.toString());
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException("artifact root " + folder + ": expected a folder, found a file");
        }
        Files.createDirectories(folder);
        this.root = folder.toRealPath();
    }

    /** The folder, absolute, with links resolved. */
    public Path root() {
        return root;
    }

    /** @throws io.foldline.checkpoint.ResourceException if the disk is full */
    @Override
    public ArtifactReference put(String name, Writer writer) throws IOException {
        Path target = below(name);
        Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(root);
            refuseOutside(existing(target).toRealPath(), name);
            Files.createDirectories(parent(target));
            writer.writeTo(temporary);
            return publish(temporary, target);
        } catch (IOException e) {
            throw DiskFull.orPassing(e, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public Path get(ArtifactReference reference) throws IOException {
        Path file = path(reference.getUri());
        refuseOutside(file, reference.getUri());
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "the artifact is missing; was it deleted?");
        }
        Path real = file.toRealPath();
        refuseOutside(real, reference.getUri());
        verify(real, reference);
        return real;
    }

    @Override
    public Optional<ArtifactReference> find(String name) throws IOException {
        Path file = below(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Path real = file.toRealPath();
        refuseOutside(real, name);
        return Optional.of(new ArtifactReference(real.toUri().toString(), Sha256.of(real), Files.size(real)));
    }

    @Override
    public void delete(String name) throws IOException {
        Path file = below(name);
        if (Files.isRegularFile(file)) {
            refuseOutside(file.toRealPath(), name);
            Files.deleteIfExists(file);
        }
    }

    private ArtifactReference publish(Path temporary, Path target) throws IOException {
        force(temporary);
        String sha256 = Sha256.of(temporary);
        Verified content = new Verified(sha256, Files.size(temporary), Files.getLastModifiedTime(temporary));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(parent(target));
        Path real = target.toRealPath();
        verified.put(real, content);
        return new ArtifactReference(real.toUri().toString(), sha256, content.bytes());
    }

    private void verify(Path real, ArtifactReference reference) throws IOException {
        Verified known = verified.get(real);
        long bytes = Files.size(real);
        FileTime modified = Files.getLastModifiedTime(real);
        if (known == null || known.bytes() != bytes || !known.modified().equals(modified)) {
            known = new Verified(Sha256.of(real), bytes, modified);
            verified.put(real, known);
        }
        if (bytes != reference.getBytes() || !known.sha256().equals(reference.getSha256())) {
            throw new IOException(String.format(
                    "%s: expected %d bytes with SHA-256 %s, found %d bytes with %s; the file was changed or damaged",
                    real, reference.getBytes(), reference.getSha256(), bytes, known.sha256()));
        }
    }

    private Path below(String name) {
        Path target;
        try {
            target = root.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new InputException("artifact name " + name + ": not a path", e);
        }
        refuseOutside(target, name);
        if (target.equals(root)) {
            throw new InputException("artifact name '" + name + "': expected a file below the root");
        }
        return target;
    }

    private void refuseOutside(Path path, String given) {
        if (!path.normalize().startsWith(root)) {
            throw new InputException("artifact " + given + ": expected a file below " + root + ", found " + path);
        }
    }

    private static Path path(String uri) {
        try {
            return Path.of(URI.create(uri)).toAbsolutePath().normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new InputException("artifact " + uri + ": expected an absolute file: URI", e);
        }
    }

    /** The nearest folder above that is there: nothing is made before it is known where it would be. */
    private static Path existing(Path file) {
        Path folder = parent(file);
        while (!Files.exists(folder)) {
            folder = parent(folder);
        }
        return folder;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " has no parent");
        }
        return parent;
    }

    /** Survives a loss of power: first the content, then the name. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
