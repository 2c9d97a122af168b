package io.foldline.storage.s3;

import io.foldline.storage.transfer.TransferCount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Objects of an object store. What is put there carries its SHA-256 and who put it there. All methods throw
 * {@link io.foldline.checkpoint.InputException} for what no repetition changes, such as missing rights or buckets, and
 * {@link IOException} for passing faults.
 */
public final class S3Objects {
    static final String RUN = "foldline-run";
    static final String SHA256 = "foldline-sha256";

    private static final long PART_BYTES = 64L << 20;

    private static @Nullable S3Objects shared;

    private final S3Client client;
    private final long partBytes;

    S3Objects(S3Client client, long partBytes) {
        this.client = client;
        this.partBytes = partBytes;
    }

    /**
     * The store that the environment of this process names.
     *
     * @throws io.foldline.checkpoint.InputException if it names none
     */
    public static synchronized S3Objects shared() {
        if (shared == null) {
            shared = new S3Objects(S3Clients.fromEnvironment(), PART_BYTES);
        }
        return shared;
    }

    /** The store at an address, for who has this key. */
    public static S3Objects at(URI endpoint, String accessKey, String secretKey) {
        return new S3Objects(
                S3Clients.at(
                        endpoint, StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey))),
                PART_BYTES);
    }

    /** All objects below a place. */
    public List<S3Object> list(S3Location folder) throws IOException {
        return S3Failures.calling(folder, () -> {
            List<S3Object> objects = new ArrayList<>();
            ListObjectsV2Request request = ListObjectsV2Request.builder()
                    .bucket(folder.bucket())
                    .prefix(folder.prefix())
                    .build();
            client.listObjectsV2Paginator(request)
                    .contents()
                    .forEach(found -> objects.add(new S3Object(
                            found.key().substring(folder.prefix().length()),
                            found.size(),
                            plain(found.eTag()),
                            Optional.empty(),
                            Optional.empty())));
            return objects;
        });
    }

    /** What is known of an object; empty if it is not there. */
    public Optional<S3Object> find(S3Location object) throws IOException {
        return S3Failures.calling(object, () -> {
            try {
                HeadObjectResponse head = client.headObject(
                        request -> request.bucket(object.bucket()).key(object.key()));
                Map<String, String> metadata = head.metadata();
                return Optional.of(new S3Object(
                        "",
                        head.contentLength(),
                        plain(head.eTag()),
                        Optional.ofNullable(metadata.get(RUN)),
                        Optional.ofNullable(metadata.get(SHA256))));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Has the content of an object in a file: goes on where an earlier attempt ended, and checks size and digest.
     *
     * @param expected as it was listed; another content under the same key is a passing fault
     * @param file gets its name when it is whole
     */
    public void get(S3Location object, S3Object expected, Path file, TransferCount.Part count) throws IOException {
        S3Failures.calling(object, () -> {
            new ObjectDownload(client, object, expected, file, count).run();
            return true;
        });
    }

    /**
     * Puts a file there, in parts where it is large; nothing is visible before all of it has arrived.
     *
     * @param run who puts it there
     * @param sha256 digest of the file
     */
    public void put(Path file, S3Location object, String run, String sha256, TransferCount.Part count)
            throws IOException {
        S3Failures.calling(object, () -> {
            new ObjectUpload(client, partBytes, object, Map.of(RUN, run, SHA256, sha256)).send(file, count);
            return true;
        });
    }

    /** Removes an object, if it is there. */
    public void delete(S3Location object) throws IOException {
        S3Failures.calling(
                object,
                () -> client.deleteObject(
                        request -> request.bucket(object.bucket()).key(object.key())));
    }

    private static String plain(String etag) {
        return etag.replace("\"", "");
    }
}
