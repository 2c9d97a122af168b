package io.foldline.storage.hub;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.transfer.DiskRoom;
import io.foldline.storage.transfer.FileLocks;
import io.foldline.storage.transfer.TransferCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Brings one file of a commit into the cache: goes on where an earlier attempt ended, and checks the digest. */
final class BlobDownload {
    private static final int BUFFER = 1 << 16;

    private final HubClient client;
    private final Retries retries;
    private final HubCache cache;
    private final HubLocation location;
    private final HubFile file;
    private final TransferCount.Part count;
    private final Path incomplete;
    private boolean damagedBefore;

    /** @param location pinned to the commit */
    BlobDownload(
            HubClient client,
            Retries retries,
            HubCache cache,
            HubLocation location,
            HubFile file,
            TransferCount.Part count) {
        this.client = client;
        this.retries = retries;
        this.cache = cache;
        this.location = location;
        this.file = file;
        this.count = count;
        this.incomplete = cache.incomplete(file.etag());
    }

    /**
     * Downloads unless the content is there.
     *
     * @throws InputException if it is not what the hub says that it is
     * @throws IOException if it cannot be had now; what has arrived stays
     */
    void run() throws IOException {
        try (FileLocks.Held lock = cache.lock(file.etag())) {
            Path blob = cache.blob(file.etag());
            if (Files.isRegularFile(blob) && Files.size(blob) == file.bytes()) {
                count.reached(file.bytes());
            } else {
                Files.createDirectories(blob.resolveSibling(""));
                receive();
                Files.move(incomplete, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            cache.link(location.revision(), file);
        }
    }

    private void receive() throws IOException {
        try {
            retries.run(this::attempt, this::received);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            DiskRoom.require(incomplete.resolveSibling(""), file.bytes() - received(), e);
            throw new IOException(
                    "%s: %s cannot be downloaded: %s; run again to go on"
                            .formatted(location, file.path(), e.getMessage()),
                    e);
        }
    }

    private boolean attempt() throws IOException {
        if (received() > file.bytes()) {
            Files.delete(incomplete);
        }
        long have = received();
        DiskRoom.require(incomplete.resolveSibling(""), file.bytes() - have, null);
        MessageDigest digest = file.digest();
        if (have > 0 && have == file.bytes()) {
            feed(digest);
        } else {
            HubClient.Content content = client.open(location, file, have);
            try (InputStream in = content.content()) {
                requireSameCommit(content);
                if (content.from() > 0) {
                    feed(digest);
                }
                append(in, content.from(), digest);
            }
        }
        check(digest);
        return true;
    }

    /** Feeds what earlier attempts have received. */
    private void feed(MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long fed = 0;
        try (InputStream in = Files.newInputStream(incomplete)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                fed += read;
                count.reached(fed);
            }
        }
    }

    private void append(InputStream in, long from, MessageDigest digest) throws IOException {
        OpenOption mode = from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        byte[] buffer = new byte[BUFFER];
        long there = from;
        try (OutputStream out =
                Files.newOutputStream(incomplete, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                digest.update(buffer, 0, read);
                there += read;
                count.reached(there);
            }
        }
    }

    private void requireSameCommit(HubClient.Content content) {
        if (content.revision()
                .filter(commit -> !commit.equals(location.revision()))
                .isPresent()) {
            throw new InputException("%s: the hub answered with revision %s; is HF_ENDPOINT a hub?"
                    .formatted(location, content.revision().get()));
        }
    }

    private void check(MessageDigest digest) throws IOException {
        long there = received();
        if (there < file.bytes()) {
            throw new IOException("the connection ended after %d of %d bytes".formatted(there, file.bytes()));
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (there == file.bytes() && found.equals(file.etag())) {
            return;
        }
        Files.delete(incomplete);
        String message = "%s: %s: expected %d bytes with digest %s, found %d bytes with %s"
                .formatted(location, file.path(), file.bytes(), file.etag(), there, found);
        if (damagedBefore) {
            throw new InputException(message + ", twice; it is damaged on the hub, or by a proxy on the way");
        }
        damagedBefore = true;
        throw new IOException(message);
    }

    private long received() {
        try {
            return Files.exists(incomplete) ? Files.size(incomplete) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
