package io.foldline.storage.s3;

import io.foldline.storage.transfer.TransferCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Sends one file, in parts where it is larger than one. */
final class ObjectUpload {
    /** A store takes 10,000 parts; a larger file gets larger ones. */
    private static final int MOST_PARTS = 9_000;

    private final S3Client client;
    private final long partBytes;
    private final S3Location object;
    private final Map<String, String> metadata;

    ObjectUpload(S3Client client, long partBytes, S3Location object, Map<String, String> metadata) {
        this.client = client;
        this.partBytes = partBytes;
        this.object = object;
        this.metadata = metadata;
    }

    void send(Path file, TransferCount.Part count) throws IOException {
        long bytes = Files.size(file);
        if (bytes <= partBytes) {
            client.putObject(
                    request -> request.bucket(object.bucket()).key(object.key()).metadata(metadata),
                    slice(file, 0, bytes));
            count.reached(bytes);
            return;
        }
        String upload = client.createMultipartUpload(request ->
                        request.bucket(object.bucket()).key(object.key()).metadata(metadata))
                .uploadId();
        try {
            complete(upload, parts(upload, file, bytes, count));
        } catch (RuntimeException e) {
            client.abortMultipartUpload(
                    request -> request.bucket(object.bucket()).key(object.key()).uploadId(upload));
            throw e;
        }
    }

    private List<CompletedPart> parts(String upload, Path file, long bytes, TransferCount.Part count) {
        long size = Math.max(partBytes, bytes / MOST_PARTS + 1);
        List<CompletedPart> parts = new ArrayList<>();
        for (long from = 0; from < bytes; from += size) {
            int number = parts.size() + 1;
            long length = Math.min(size, bytes - from);
            UploadPartResponse sent = client.uploadPart(
                    request -> request.bucket(object.bucket())
                            .key(object.key())
                            .uploadId(upload)
                            .partNumber(number),
                    slice(file, from, length));
            parts.add(
                    CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build());
            count.reached(from + length);
        }
        return parts;
    }

    private void complete(String upload, List<CompletedPart> parts) {
        client.completeMultipartUpload(request -> request.bucket(object.bucket())
                .key(object.key())
                .uploadId(upload)
                .multipartUpload(all -> all.parts(parts)));
    }

    /** A part of a file; the SDK opens it anew for every attempt. */
    private static RequestBody slice(Path file, long from, long length) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return open(file, from);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                length,
                "application/octet-stream");
    }

    private static InputStream open(Path file, long from) throws IOException {
        return Channels.newInputStream(FileChannel.open(file).position(from));
    }
}
