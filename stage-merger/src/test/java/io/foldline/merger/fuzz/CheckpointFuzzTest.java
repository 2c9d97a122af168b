package io.foldline.merger.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged checkpoints are opened or refused with a message that helps; nothing else happens, and little memory is enough.
 * {@code -Dfoldline.fuzz=200000} plays that many, {@code -Dfoldline.fuzz.seed=7} one of them again.
 */
class CheckpointFuzzTest {
    private static final int MUTATIONS = 5000;

    @TempDir
    Path folder;

    @Test
    void damagedCheckpointsAreOpenedOrRefused() throws Exception {
        @Nullable Long one = Long.getLong("foldline.fuzz.seed");
        long first = one == null ? 0 : one;
        long count = one == null ? Integer.getInteger("foldline.fuzz", MUTATIONS) : 1;
        Path log = folder.resolve("fuzz.log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FuzzProcess.class.getName(),
                        folder.toString(),
                        Long.toString(first),
                        Long.toString(count)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int status = process.waitFor();
            String report = Files.readString(log);
            System.out.println(report);
            assertThat(status).as(report).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
