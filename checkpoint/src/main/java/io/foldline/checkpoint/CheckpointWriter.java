package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes checkpoints as a stream: what is copied is moved from file to file, what is computed passes through a small
 * buffer. A checkpoint gets its final name when all of it is on disk, never before.
 */
public final class CheckpointWriter {
    /** Size of a weight file that transformers has long split at. */
    public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

    private final long maxShardBytes;

    /** @param maxShardBytes largest weight file, in bytes of tensors; a larger tensor gets a file of its own */
    public CheckpointWriter(long maxShardBytes) {
        this.maxShardBytes = maxShardBytes;
    }

    /** A writer with the default size of weight files. */
    public CheckpointWriter() {
        this(DEFAULT_SHARD_BYTES);
    }

    /**
     * Writes and publishes a checkpoint. The same run may do so twice, also at the same time: the second finds the work
     * done.
     *
     * @param target the final folder; must not exist, unless this very run has published it
     * @param run name of the run
     * @throws InputException if the folder exists
     * @throws ResourceException if the disk is full
     * @throws java.util.concurrent.CancellationException if the run was {@link #discard discarded} meanwhile
     */
    public PublishedCheckpoint write(CheckpointDraft draft, Path target, String run, WriteProgress progress)
            throws IOException {
        Path folder = target.toAbsolutePath().normalize();
        if (Files.exists(folder)) {
            return published(draft, folder, run);
        }
        makeParents(folder);
        CheckpointFiles files = new CheckpointFiles(draft, maxShardBytes, progress);
        long needed = files.bytesNeeded();
        try (StagedFolder staged = stage(folder, run, needed)) {
            try {
                files.writeTo(staged.path(), run);
                if (!staged.publish()) {
                    return published(draft, folder, run);
                }
            } catch (IOException e) {
                throw DiskFull.explain(e, staged.path(), needed, files.bytesWritten());
            }
        }
        return new PublishedCheckpoint(folder, Manifest.digest(folder), draft.weightBytes());
    }

    private static void makeParents(Path folder) throws IOException {
        try {
            Files.createDirectories(folder.resolveSibling(""));
        } catch (AccessDeniedException | FileAlreadyExistsException e) {
            throw new InputException(
                    "%s: the output folder cannot be made, since %s is no folder that may be written to; choose another one"
                            .formatted(folder, e.getFile()),
                    e);
        }
    }

    private static StagedFolder stage(Path folder, String run, long needed) throws IOException {
        try {
            return StagedFolder.create(folder, run);
        } catch (AccessDeniedException e) {
            throw new InputException(folder + ": no permission to write there; choose another output folder", e);
        } catch (IOException e) {
            throw DiskFull.explain(e, folder.resolveSibling(""), needed, 0);
        }
    }

    /**
     * Checks that a run may publish under this name; quick.
     *
     * @throws InputException if the folder exists and the run has not published it
     */
    public static void requireFree(Path target, String run) {
        if (Files.exists(target) && !Manifest.read(target).map(Manifest::run).equals(Optional.of(run))) {
            throw new InputException(target
                    + ": the output folder exists already, expected a new name; remove it or choose another one");
        }
    }

    /**
     * Takes back what a run has written under a name, and keeps what it is writing in this process from being published.
     * Only files that belong to a checkpoint are removed, from a folder whose manifest names the run; files that somebody
     * has added stay. May be called again, and by several processes at a time.
     */
    public static void discard(Path target, String run) throws IOException {
        Path folder = target.toAbsolutePath().normalize();
        StagedFolder.abandon(folder, run);
        Removal.remove(folder, run);
    }

    private static PublishedCheckpoint published(CheckpointDraft draft, Path folder, String run) throws IOException {
        requireFree(folder, run);
        Optional<Manifest> manifest = Manifest.read(folder);
        Optional<String> changed =
                manifest.isEmpty() ? Optional.of(Manifest.NAME) : manifest.get().firstDifference(folder);
        if (changed.isPresent()) {
            throw new InputException(
                    "%s: written by this run, but %s was changed since; remove the folder and run again"
                            .formatted(folder, changed.get()));
        }
        return new PublishedCheckpoint(folder, Manifest.digest(folder), draft.weightBytes());
    }
}
