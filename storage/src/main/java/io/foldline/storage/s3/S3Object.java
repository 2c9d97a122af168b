package io.foldline.storage.s3;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object that is there.
 *
 * @param name key below the place that was looked at; empty for that place itself
 * @param bytes size
 * @param etag what the store calls this content, without quotes
 * @param run who put it there, where that was us; empty in listings
 * @param sha256 digest of the content, lower-case hexadecimal, where we put it there; empty in listings
 */
public record S3Object(String name, long bytes, String etag, Optional<String> run, Optional<String> sha256) {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    /** Whether the etag may be the MD5 of the content; it is not for what came in parts. */
    boolean hasMd5() {
        return MD5.matcher(etag).matches();
    }
}
