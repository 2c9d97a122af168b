package io.foldline.checkpoint;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what users write, a plain path or a URI, into a path. */
public final class Locations {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*");

    private Locations() {}

    /**
     * The absolute path of a location.
     *
     * @param location a path, absolute or relative to the working folder, or a {@code file:} URI
     * @throws InputException if it is neither, such as {@code hf://org/name}
     */
    public static Path path(String location) {
        try {
            if (location.startsWith("file:")) {
                return Path.of(URI.create(location)).normalize();
            }
            Matcher scheme = SCHEME.matcher(location);
            if (scheme.matches()) {
                throw new InputException(
                        "%s: %s: locations are not yet supported here, expected a path or a file: URI; copy the files to a local folder first"
                                .formatted(location, scheme.group(1)));
            }
            if (location.isBlank()) {
                throw new InputException("a location is empty, expected a path or a file: URI");
            }
            return Path.of(location).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new InputException(location + ": not a valid path; check its spelling", e);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new InputException(location + ": not a valid file: URI, expected such as file:///models/demo", e);
        }
    }

    /** The {@code file:} URI of a path, without a trailing slash, whether or not the path exists. */
    public static String uri(Path path) {
        String uri = path.toAbsolutePath().normalize().toUri().toString();
        return uri.length() > "file:///".length() && uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }
}
