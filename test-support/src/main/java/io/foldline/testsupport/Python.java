package io.foldline.testsupport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Python as a yardstick, without a network. */
public final class Python {
    private Python() {}

    /**
     * Runs Python to its end.
     *
     * @param folder gets {@code output.txt} and {@code errors.txt}
     * @return the exit code; -1 where there is no Python
     */
    public static int run(Path folder, String... arguments) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("python3");
        builder.command().addAll(List.of(arguments));
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.redirectError(folder.resolve("errors.txt").toFile());
        builder.redirectOutput(folder.resolve("output.txt").toFile());
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
