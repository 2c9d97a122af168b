package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Activations of all tokens of many texts pass through calibrator and solver in a heap of 1 GB and 2 GB in all. {@code
 * -Dfoldline.activations=50000} takes that many texts.
 */
class MemoryTest {
    private static final int TEXTS = 1_800;
    private static final int WORDS = 40;
    private static final int MOST_MEBIBYTES = 2048;
    private static final Pattern PEAK = Pattern.compile("solver: peak (\\d+) MiB");

    @TempDir
    Path folder;

    @Test
    void isBoundedHoweverManyTexts() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory is read where Linux tells it");
        int texts = Integer.getInteger("foldline.activations", TEXTS);
        write(texts);
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(texts)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int status = process.waitFor();
            String report = Files.readString(log);
            System.out.println(report);
            assertThat(status).as(report).isZero();
            Matcher peak = PEAK.matcher(report);
            assertThat(peak.find()).isTrue();
            assertThat(Integer.parseInt(peak.group(1))).isLessThan(MOST_MEBIBYTES);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Texts of words in random order. */
    private void write(int texts) throws IOException {
        String[] words =
                "once upon a time there was little girl who liked to play with her big red ball in the park".split(" ");
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("texts.txt"))) {
            for (int text = 0; text < texts; text++) {
                for (int word = 0; word < WORDS; word++) {
                    out.append(words[random.nextInt(words.length)]).append(' ');
                }
                out.append("\n\n");
            }
        }
    }
}
