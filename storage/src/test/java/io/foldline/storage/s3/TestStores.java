package io.foldline.storage.s3;

import io.foldline.testsupport.S3Server;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Stores for tests; files of more than 5 MiB, the least that S3 allows, are sent in parts. */
public final class TestStores {
    private TestStores() {}

    /** The store of a server. */
    public static S3Objects of(S3Server server) {
        return at(server.endpoint(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
    }

    static S3Objects at(URI endpoint, String key, String secret) {
        return new S3Objects(
                S3Clients.at(endpoint, StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret))),
                5L << 20);
    }
}
