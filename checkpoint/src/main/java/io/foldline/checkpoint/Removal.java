package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes a published checkpoint, file by file: what its manifest lists, and what is written beside that. Whatever else
 * lies in the folder stays, and so does the folder then. Nothing outside it is touched, whatever the manifest says and
 * wherever links in it lead.
 */
final class Removal {
    private final Path folder;

    private Removal(Path folder) {
        this.folder = folder;
    }

    /**
     * Removes the checkpoint under a name if this run has published it.
     *
     * @param folder absolute path
     */
    static void remove(Path folder, String run) throws IOException {
        Path file = folder.resolve(Manifest.NAME);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Optional<Manifest> manifest = Manifest.read(folder);
        if (manifest.isPresent() && manifest.get().run().equals(run)) {
            new Removal(folder).remove(manifest.get());
        }
    }

    private void remove(Manifest manifest) throws IOException {
        Set<Path> folders = new TreeSet<>(Comparator.reverseOrder());
        for (Manifest.Entry entry : manifest.files()) {
            removeFile(entry.name(), folders);
        }
        for (String name : CarriedFiles.WRITTEN_ANEW) {
            if (!name.equals(Manifest.NAME)) {
                removeFile(name, folders);
            }
        }
        for (Path below : folders) {
            removeIfEmpty(below);
        }
        // The manifest goes last: whoever is interrupted before that can begin again.
        Files.deleteIfExists(folder.resolve(Manifest.NAME));
        removeIfEmpty(folder);
    }

    private void removeFile(String name, Set<Path> folders) throws IOException {
        Path file;
        try {
            file = folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            return;
        }
        if (!file.startsWith(folder) || file.equals(folder) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path above = file.getParent(); above != null && !above.equals(folder); above = above.getParent()) {
            if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            folders.add(above);
        }
        Files.deleteIfExists(file);
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // Somebody else's files, or somebody else was faster.
        }
    }
}
