package io.foldline.testsupport;

import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** An object store in memory that speaks S3 and forgets what comes in half, on the loopback address. Users of this class need S3Proxy beside it. */
public final class S3Server implements AutoCloseable {
    /** The one who may use it. */
    public static final String ACCESS_KEY = "foldline";

    /** The password. */
    public static final String SECRET_KEY = "nobody-may-see-this-secret";

    private final BlobStoreContext content;
    private final S3Proxy proxy;

    /** Starts on a free port, with one bucket. */
    public S3Server(String bucket) throws Exception {
        content = ContextBuilder.newBuilder("transient")
                .credentials(ACCESS_KEY, SECRET_KEY)
                .build(BlobStoreContext.class);
        content.getBlobStore().createContainerInLocation(null, bucket);
        proxy = S3Proxy.builder()
                .blobStore(content.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        proxy.start();
    }

    /** Address for {@code AWS_ENDPOINT_URL}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /** The environment of a process that uses it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                endpoint().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                SECRET_KEY);
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
        content.close();
    }
}
