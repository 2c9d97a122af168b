package io.foldline.storage.s3;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What failures of an object store mean, in words that say what to do. The SDK has tried again what may pass. */
final class S3Failures {
    private S3Failures() {}

    /** What is asked of the store. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws IOException;
    }

    /**
     * Makes a call.
     *
     * @throws InputException for what no repetition changes
     * @throws IOException for passing faults
     */
    static <T> T calling(S3Location location, Call<T> call) throws IOException {
        try {
            return call.make();
        } catch (S3Exception e) {
            switch (e.statusCode()) {
                case 301, 400, 401, 403 ->
                    throw new InputException(
                            "%s: the object store refuses it (%d %s); check the name, the region, and what these credentials may do"
                                    .formatted(location, e.statusCode(), code(e)),
                            e);
                case 404 ->
                    throw new InputException(
                            "%s: not there (%s); check bucket and name".formatted(location, code(e)), e);
                default ->
                    throw new IOException(
                            "%s: the object store answered %d %s".formatted(location, e.statusCode(), code(e)), e);
            }
        } catch (SdkClientException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("credentials") || message.contains("region")) {
                throw new InputException(
                        "%s: no credentials or no region; set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, or AWS_PROFILE"
                                .formatted(location),
                        e);
            }
            throw new IOException("%s: the object store cannot be reached: %s".formatted(location, message), e);
        } catch (SdkException e) {
            throw new IOException("%s: %s".formatted(location, e.getMessage()), e);
        }
    }

    private static String code(S3Exception failure) {
        return failure.awsErrorDetails() == null
                ? ""
                : failure.awsErrorDetails().errorCode();
    }
}
