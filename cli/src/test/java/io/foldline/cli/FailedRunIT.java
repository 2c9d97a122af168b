package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only shows while the run is on its way: it fails with a message of its own and leaves nothing half-written. */
class FailedRunIT {
    @TempDir
    Path folder;

    @Test
    void aWeightIsNaN() throws IOException {
        Path model = Models.withNaN(folder.resolve("m"));
        Object[] words = {"--model", model, "--drop", "1", "--samples", "16", "--run-id", "nan"};
        Cli answer = SharedPipeline.prune(folder.resolve("out"), words);
        Cli again = SharedPipeline.prune(folder.resolve("out"), words);

        assertThat(answer.err()).contains("finite", "3");
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(Checkpoints.names(folder)).containsExactly("m");
        assertThat(again.err()).contains("run nan has failed", "choose another --run-id");
        assertThat(again.exit()).isEqualTo(4);
    }

    @Test
    void tokensAreTooFewWithoutARidge() throws IOException {
        Cli answer = SharedPipeline.prune(
                folder.resolve("out"), "--drop", "1", "--samples", "1", "--max-length", "20", "--alpha", "0");

        assertThat(answer.err()).contains("20", "64");
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(Checkpoints.names(folder)).isEmpty();
    }

    @Test
    void theDiskIsFullInTheMerger() throws IOException, InterruptedException {
        Path mount = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                shell("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", mount.toString()) == 0,
                "needs the right to mount a small file system");
        try {
            Cli answer = SharedPipeline.prune(mount.resolve("out"), "--cut", "1:1", "--method", "uidl");

            assertThat(answer.err()).contains("failed in the merger", "space");
            assertThat(answer.exit()).isEqualTo(4);
            assertThat(Checkpoints.names(mount)).isEmpty();
        } finally {
            shell("umount", mount.toString());
        }
    }

    private static int shell(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }
}
