package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the data directory, and with it that of the broker, fills up in the middle of a run. */
class FullDiskFaultTest {
    @TempDir
    Path folder;

    @Test
    void theSameCommandFinishesTheRunWhenThereIsSpaceAgain() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                shell("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()) == 0,
                "needs the right to mount a small file system");
        try {
            Path filler = disk.resolve("filler");
            try (Child first = prune("first.log", disk)) {
                first.await("scorer      done");
                fill(filler);
                assertThat(first.exit()).as(first.log()).isEqualTo(4);
                assertThat(first.log()).contains("is the disk of the data directory full?");
            }
            Files.delete(filler);
            try (Child again = prune("second.log", disk)) {
                assertThat(again.exit()).as(again.log()).isZero();
                assertThat(again.log()).contains("going on with run ");
            }
        } finally {
            shell("umount", disk.toString());
        }
    }

    private Child prune(String log, Path disk) throws IOException {
        return Child.pruneDemo(folder.resolve(log), folder.resolve("out"), disk.resolve("data"));
    }

    /** Takes all the space that is left. */
    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[1 << 16];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static int shell(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }
}
