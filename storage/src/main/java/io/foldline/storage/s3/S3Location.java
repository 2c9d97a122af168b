package io.foldline.storage.s3;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a bucket: {@code s3://bucket/key}. It names an object, or all objects whose keys go on behind a slash.
 *
 * @param bucket name of the bucket
 * @param key without slashes at either end; empty: the whole bucket
 */
public record S3Location(String bucket, String key) {
    /** What locations in object stores begin with. */
    public static final String SCHEME = "s3://";

    private static final Pattern FORM = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*?))?/*");

    /**
     * Reads a location.
     *
     * @throws InputException if it is none
     */
    public static S3Location parse(String location) {
        Matcher matcher = FORM.matcher(location);
        String key = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
        boolean odd = (!key.isEmpty()
                        && List.of(key.split("/", -1)).stream()
                                .anyMatch(name -> name.isEmpty() || name.equals(".") || name.equals("..")))
                || key.chars().anyMatch(Character::isISOControl);
        if (!matcher.matches() || odd) {
            throw new InputException(location + ": not a location in an object store, expected s3://bucket/prefix");
        }
        return new S3Location(matcher.group(1), key);
    }

    /**
     * A place below this one.
     *
     * @param name relative, with slashes
     * @throws InputException if it is not below
     */
    public S3Location below(String name) {
        S3Location below = parse(uri() + "/" + name);
        if (name.isEmpty() || !below.key.startsWith(prefix()) || !below.key.endsWith(name)) {
            throw new InputException("'%s': expected a name below %s".formatted(name, uri()));
        }
        return below;
    }

    /** What the keys of all objects below this place begin with. */
    String prefix() {
        return key.isEmpty() ? "" : key + "/";
    }

    /** Last part of the key, or the bucket. */
    public String name() {
        return key.isEmpty() ? bucket : key.substring(key.lastIndexOf('/') + 1);
    }

    /** The location as users write it. */
    public String uri() {
        return SCHEME + bucket + (key.isEmpty() ? "" : "/" + key);
    }

    @Override
    public String toString() {
        return uri();
    }
}
