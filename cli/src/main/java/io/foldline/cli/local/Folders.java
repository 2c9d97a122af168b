package io.foldline.cli.local;

import java.nio.file.Path;

/** Where files of the user belong, by the XDG base directory specification. */
public final class Folders {
    private Folders() {}

    /** Default of {@code --data-dir}. */
    public static Path data() {
        return base("XDG_DATA_HOME", ".local/share").resolve("foldline");
    }

    private static Path base(String variable, String below) {
        String given = System.getenv(variable);
        return given != null && Path.of(given).isAbsolute()
                ? Path.of(given)
                : Path.of(System.getProperty("user.home")).resolve(below);
    }
}
