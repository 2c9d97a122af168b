package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A hidden folder beside its final name, {@code .NAME.RUN.ATTEMPT.partial}, that gets the final name in one step once it
 * is complete. Every attempt has its own folder, since a run may be merged twice at the same time; a lock file in it,
 * which the system releases when the process dies, tells attempts that are alive from leftovers.
 */
final class StagedFolder implements AutoCloseable {
    private static final String SUFFIX = ".partial";
    private static final String LOCK = ".lock";

    /** Folders of this process. Opening and closing a lock file again would release its lock. */
    private static final Set<Path> ALIVE = ConcurrentHashMap.newKeySet();

    /** Those of them that must not be published any more. */
    private static final Set<Path> ABANDONED = ConcurrentHashMap.newKeySet();

    private final Path target;
    private final Path folder;
    private final FileChannel lock;

    private StagedFolder(Path target, Path folder, FileChannel lock) {
        this.target = target;
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes a new staging folder and removes what dead attempts of the same run have left.
     *
     * @param target absolute path of the final folder; its parent exists
     */
    static StagedFolder create(Path target, String run) throws IOException {
        Path parent = target.resolveSibling("");
        String prefix = prefix(target, run);
        removeLeftovers(parent, prefix);
        Path folder = parent.resolve(prefix + UUID.randomUUID() + SUFFIX);
        // Before others can see it, lest they take it for a leftover.
        ALIVE.add(folder);
        try {
            Files.createDirectory(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            return new StagedFolder(target, folder, lock);
        } catch (IOException e) {
            try {
                delete(folder);
            } finally {
                ALIVE.remove(folder);
            }
            throw e;
        }
    }

    private static String prefix(Path target, String run) {
        return "." + target.getFileName() + "." + run + ".";
    }

    /**
     * Gives up the attempts of a run: those of this process that are alive will not publish, what dead ones have left is
     * removed.
     *
     * @param target absolute path of the final folder
     */
    static void abandon(Path target, String run) throws IOException {
        Path parent = target.resolveSibling("");
        String prefix = prefix(target, run);
        synchronized (ABANDONED) {
            ALIVE.stream()
                    .filter(path -> path.resolveSibling("").equals(parent))
                    .filter(path -> isAttempt(path.getFileName().toString(), prefix))
                    .forEach(ABANDONED::add);
        }
        if (Files.isDirectory(parent)) {
            removeLeftovers(parent, prefix);
        }
    }

    Path path() {
        return folder;
    }

    /**
     * Brings everything to disk and gives the folder its final name.
     *
     * @return false if the name was taken meanwhile
     * @throws CancellationException if the attempt was abandoned
     */
    boolean publish() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.toList()) {
                sync(path);
            }
        }
        // From here to the move there is no lock file, and a folder without one is left alone.
        Files.delete(folder.resolve(LOCK));
        try {
            moveUnlessAbandoned();
        } catch (FileSystemException e) {
            if (Files.exists(target)) {
                return false;
            }
            throw e;
        }
        sync(target.resolveSibling(""));
        return true;
    }

    private void moveUnlessAbandoned() throws IOException {
        synchronized (ABANDONED) {
            if (ABANDONED.contains(folder)) {
                throw new CancellationException(target + ": the run was cancelled, so nothing is published");
            }
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Removes the folder unless it was published. */
    @Override
    public void close() throws IOException {
        try (lock) {
            delete(folder);
        } finally {
            ALIVE.remove(folder);
            ABANDONED.remove(folder);
        }
    }

    private static void removeLeftovers(Path parent, String prefix) throws IOException {
        List<Path> stagings;
        try (Stream<Path> siblings = Files.list(parent)) {
            stagings = siblings.filter(path -> isAttempt(path.getFileName().toString(), prefix))
                    .filter(path -> !ALIVE.contains(path))
                    .toList();
        }
        for (Path staging : stagings) {
            try (FileChannel channel = FileChannel.open(staging.resolve(LOCK), StandardOpenOption.WRITE);
                    FileLock free = channel.tryLock()) {
                if (free != null) {
                    delete(staging);
                }
            } catch (NoSuchFileException e) {
                // Published or removed by its owner in this moment.
            } catch (OverlappingFileLockException e) {
                // Another attempt of this process is removing it.
            }
        }
    }

    private static boolean isAttempt(String name, String prefix) {
        return name.startsWith(prefix)
                && name.endsWith(SUFFIX)
                && name.indexOf('.', prefix.length()) == name.length() - SUFFIX.length();
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
