package io.foldline.storage.s3;

import io.foldline.checkpoint.InputException;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Clients of object stores. */
final class S3Clients {
    private S3Clients() {}

    /**
     * What the environment says: the SDK's own chains of credentials and regions.
     *
     * @throws InputException if it names no region, or the address of the store is none
     */
    static S3Client fromEnvironment() {
        try {
            return build();
        } catch (SdkClientException | IllegalArgumentException e) {
            throw new InputException(
                    "s3:// needs AWS_REGION, and an address in AWS_ENDPOINT_URL where that is set: %s"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static S3Client build() {
        Optional<URI> endpoint = Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3"))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
                .filter(text -> !text.isBlank())
                .map(URI::create);
        return builder(endpoint).build();
    }

    /** A store at an address. */
    static S3Client at(URI endpoint, AwsCredentialsProvider credentials) {
        return builder(Optional.of(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
    }

    /** Stores other than Amazon's know buckets by path, and often no checksums but those of the contents' names. */
    private static S3ClientBuilder builder(Optional<URI> endpoint) {
        // This client, unlike the JDK's, ends the connection of a transfer that is cancelled.
        S3ClientBuilder builder = S3Client.builder().httpClientBuilder(ApacheHttpClient.builder());
        endpoint.ifPresent(address -> builder.endpointOverride(address)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED));
        return builder;
    }
}
