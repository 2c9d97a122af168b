package io.foldline.cli.local;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data directory: broker log, state of the services, artifacts, log file. One process at a time holds it and runs the
 * broker on it; the others find that broker's address in a file. The hold ends with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path root;
    private @Nullable FileChannel lock;

    private DataDirectory(Path root) {
        this.root = root;
    }

    /** A data directory, whether it is there yet or not. */
    public static DataDirectory at(Path path) {
        return new DataDirectory(path.toAbsolutePath().normalize());
    }

    /**
     * Takes hold of the directory if nobody has it, and makes it if it is not there; whether it is held now.
     *
     * @throws InputException if it is no folder or cannot be made
     */
    public boolean tryHold() {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock taken = tryLock(channel);
            if (taken == null) {
                channel.close();
                return false;
            }
            lock = channel;
            // A holder that was killed left the address of its broker behind.
            Files.deleteIfExists(address());
            return true;
        } catch (FileAlreadyExistsException e) {
            throw new InputException(root + ": expected a folder for --data-dir, found a file; give another", e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be used as data directory: %s".formatted(root, e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return null;
        }
    }

    /** Tells other processes where the broker on this directory listens. */
    public void publishAddress(String bootstrap) {
        try {
            Path written = Files.writeString(root.resolve("broker-address.part"), bootstrap);
            Files.move(written, address(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the holder's broker listens; empty while it is not up. */
    public Optional<String> publishedAddress() {
        try {
            return Optional.of(Files.readString(address()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Log and metadata of the embedded broker. */
    public Path broker() {
        return root.resolve("broker");
    }

    /** Whether a broker ever ran here. */
    public boolean hasLog() {
        return Files.isDirectory(broker());
    }

    /** State of the stage services. */
    public Path state() {
        return root.resolve("state");
    }

    /** Intermediate results. */
    public Path artifacts() {
        return root.resolve("artifacts");
    }

    /** Log file of the process that holds the directory. */
    public Path logFile() {
        return root.resolve("foldline.log");
    }

    private Path address() {
        return root.resolve("broker-address");
    }

    @Override
    public String toString() {
        return root.toString();
    }

    /** Lets go of the directory. */
    @Override
    public void close() {
        if (lock == null) {
            return;
        }
        try {
            Files.deleteIfExists(address());
            lock.close();
            lock = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
