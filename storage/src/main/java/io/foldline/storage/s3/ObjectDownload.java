package io.foldline.storage.s3;

import io.foldline.storage.transfer.DiskRoom;
import io.foldline.storage.transfer.TransferCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Brings the content of one object into a file. */
final class ObjectDownload {
    private static final int BUFFER = 1 << 16;

    private final S3Client client;
    private final S3Location object;
    private final S3Object expected;
    private final Path file;
    private final Path incomplete;
    private final TransferCount.Part count;

    ObjectDownload(S3Client client, S3Location object, S3Object expected, Path file, TransferCount.Part count) {
        this.client = client;
        this.object = object;
        this.expected = expected;
        this.file = file;
        this.incomplete = file.resolveSibling(file.getFileName() + ".incomplete");
        this.count = count;
    }

    void run() throws IOException {
        Path folder = file.resolveSibling("");
        Files.createDirectories(folder);
        long have = Files.exists(incomplete) ? Files.size(incomplete) : 0;
        if (have >= expected.bytes()) {
            // Whether it is the same content is not known until the store has said what it is.
            Files.deleteIfExists(incomplete);
            have = 0;
        }
        DiskRoom.require(folder, expected.bytes() - have, null);
        GetObjectResponse response;
        try {
            response = receive(have);
        } catch (IOException e) {
            DiskRoom.require(folder, expected.bytes() - Files.size(incomplete), e);
            throw new IOException("%s: the download broke off; run again to go on: %s".formatted(object, e), e);
        }
        check(response);
        Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private GetObjectResponse receive(long from) throws IOException {
        try (OutputStream out = Files.newOutputStream(
                        incomplete, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
                ResponseInputStream<GetObjectResponse> in = client.getObject(request -> {
                    request.bucket(object.bucket()).key(object.key()).ifMatch(expected.etag());
                    if (from > 0) {
                        request.range("bytes=" + from + "-");
                    }
                })) {
            byte[] buffer = new byte[BUFFER];
            long there = from;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                there += read;
                count.reached(there);
            }
            return in.response();
        }
    }

    private void check(GetObjectResponse response) throws IOException {
        long bytes = Files.size(incomplete);
        Optional<String> sha256 = Optional.ofNullable(response.metadata().get(S3Objects.SHA256));
        boolean keyed = response.serverSideEncryption() == ServerSideEncryption.AWS_KMS
                || response.serverSideEncryption() == ServerSideEncryption.AWS_KMS_DSSE
                || response.sseCustomerAlgorithm() != null;
        boolean same = bytes == expected.bytes();
        if (same && sha256.isPresent()) {
            same = digest("SHA-256").equals(sha256.get());
        } else if (same && expected.hasMd5() && !keyed) {
            same = digest("MD5").equals(expected.etag());
        }
        if (!same) {
            Files.delete(incomplete);
            throw new IOException(
                    "%s: expected %d bytes with digest %s, found %d bytes of another content; it was changed or damaged on the way"
                            .formatted(object, expected.bytes(), sha256.orElse(expected.etag()), bytes));
        }
    }

    private String digest(String algorithm) throws IOException {
        try (InputStream in = Files.newInputStream(incomplete)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5 and SHA-256", e);
        }
    }
}
