package io.foldline.storage.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.storage.transfer.FileLocks;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One repository in the cache, laid out as Python's {@code huggingface_hub} does: contents in {@code blobs} under their
 * digest, commits of branches in {@code refs}, and for every commit a folder in {@code snapshots} whose files are relative
 * links to contents.
 */
final class HubCache {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path locks;

    HubCache(Path cache, HubLocation location) {
        String name = location.kind().plural() + "--" + location.repo().replace("/", "--");
        folder = cache.resolve(name);
        locks = cache.resolve(".locks").resolve(name);
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    Path blob(String etag) {
        return folder.resolve("blobs").resolve(etag);
    }

    /**
     * Where a content is received. The name is ours alone: Python's locks and Java's do not see each other, so each must
     * only ever meet whole contents of the other.
     */
    Path incomplete(String etag) {
        return folder.resolve("blobs").resolve(etag + ".foldline.incomplete");
    }

    FileLocks.Held lock(String etag) throws IOException {
        return FileLocks.take(locks.resolve(etag + ".lock"));
    }

    /** The commit that a branch or tag was at when it was last looked up. */
    Optional<String> commit(String revision) throws IOException {
        Path ref = folder.resolve("refs").resolve(revision);
        return Files.isRegularFile(ref) ? Optional.of(Files.readString(ref).strip()) : Optional.empty();
    }

    /** Remembers which commit a branch or tag is at. */
    void remember(String revision, String commit) throws IOException {
        Path ref = folder.resolve("refs").resolve(revision);
        if (commit(revision).filter(commit::equals).isEmpty()) {
            write(ref, commit);
        }
    }

    /** Whether a file of a commit is there, whole. */
    boolean has(String commit, HubFile file) throws IOException {
        Path path = snapshot(commit).resolve(file.path());
        return Files.isRegularFile(path) && Files.size(path) == file.bytes();
    }

    /** Makes a content, which is there, a file of a commit. */
    void link(String commit, HubFile file) throws IOException {
        Path link = snapshot(commit).resolve(file.path());
        Path parent = link.resolveSibling("");
        Files.createDirectories(parent);
        Path target = parent.relativize(blob(file.etag()));
        try {
            Files.createSymbolicLink(link, target);
        } catch (FileAlreadyExistsException e) {
            Path part = parent.resolve("." + UUID.randomUUID() + ".part");
            Files.createSymbolicLink(part, target);
            Files.move(part, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The files of a commit as the hub listed them; empty if it never did, or the list is damaged. */
    Optional<List<HubFile>> listing(String commit) throws IOException {
        Path file = listingFile(commit);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(List.of(JSON.readValue(file.toFile(), HubFile[].class)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Remembers all files of a commit, which never change. */
    void remember(String commit, List<HubFile> files) throws IOException {
        write(listingFile(commit), JSON.writeValueAsString(files));
    }

    /** In a folder of ours: Python keeps no such list. */
    private Path listingFile(String commit) {
        return folder.resolve("foldline").resolve(commit + ".json");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The files of a commit that are there. */
    List<HubFile> files(String commit) throws IOException {
        Path root = snapshot(commit);
        List<HubFile> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                String etag = Files.isSymbolicLink(file)
                        ? String.valueOf(Files.readSymbolicLink(file).getFileName())
                        : "";
                files.add(new HubFile(root.relativize(file).toString(), Files.size(file), etag));
            }
        }
        return files;
    }
}
