package io.foldline.storage;

import java.nio.file.Path;

/** Where copies of what is elsewhere are kept on this machine, by the XDG base directory specification. */
final class CacheFolder {
    private CacheFolder() {}

    /** {@code foldline} in {@code XDG_CACHE_HOME}, else in {@code ~/.cache}. */
    static Path path() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path base = given != null && Path.of(given).isAbsolute()
                ? Path.of(given)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("foldline");
    }
}
