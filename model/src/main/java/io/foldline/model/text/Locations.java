package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a file is: a path or a {@code file:} URI. */
final class Locations {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    private Locations() {}

    static Path path(String location) {
        try {
            if (!SCHEME.matcher(location).matches()) {
                return Path.of(location);
            }
            if (location.startsWith("file:")) {
                return Path.of(URI.create(location));
            }
        } catch (IllegalArgumentException e) {
            throw new InputException(location + ": not a path or file: URI: " + e.getMessage(), e);
        }
        throw new InputException(location + ": expected a path or a file: URI");
    }
}
