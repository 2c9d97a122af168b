package io.foldline.cli.local;

import java.nio.file.Path;

/** Where log messages go; to be said before the first class that logs is loaded. */
public final class Logs {
    private Logs() {}

    /** Messages go to a file. */
    public static void toFile(Path file) {
        System.setProperty("foldline.log.file", file.toString());
    }

    /** Messages go to standard error. */
    public static void toConsole() {
        System.setProperty("foldline.log.console", "INFO");
    }
}
