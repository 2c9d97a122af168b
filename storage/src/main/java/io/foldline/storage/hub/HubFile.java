package io.foldline.storage.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * A file of a repository.
 *
 * @param path below the root of the repository, with slashes
 * @param bytes size
 * @param etag digest of the content in lower-case hexadecimal: SHA-256 (64 digits) of files in large file storage, else
 *     the id of the git blob (SHA-1, 40 digits)
 */
public record HubFile(String path, long bytes, String etag) {
    private static final int SHA256_DIGITS = 64;

    /** Whether a path stays below the folder that it is resolved against. */
    static boolean isPath(String path) {
        return !path.isEmpty()
                && path.indexOf('\\') < 0
                && path.indexOf('\0') < 0
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
    }

    /** What the content has to be fed to so that the result is {@link #etag}. */
    MessageDigest digest() {
        try {
            if (etag.length() == SHA256_DIGITS) {
                return MessageDigest.getInstance("SHA-256");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + bytes + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
        }
    }
}
