package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are paused, resumed and tried again. */
class RunControlIT {
    @TempDir
    Path folder;

    @Test
    void aPausedRunRestsUntilItIsResumed() {
        Object[] here = {"--kafka", SharedPipeline.broker()};
        assertThat(Cli.run(
                                "submit",
                                "--model",
                                Fixtures.path("models/demo"),
                                "--drop",
                                "3",
                                "--calibration",
                                SharedPipeline.CALIBRATION,
                                "--tasks",
                                "16",
                                "--out",
                                folder.resolve("out"),
                                "--run-id",
                                "resting",
                                "--priority",
                                "2",
                                here[0],
                                here[1])
                        .exit())
                .isZero();
        Cli paused = Cli.run("pause", "resting", here[0], here[1]);
        Cli runs = Cli.run("runs", here[0], here[1]);
        Cli again = Cli.run("pause", "resting", here[0], here[1]);
        Cli resumed = Cli.run("resume", "resting", here[0], here[1]);
        Cli useless = Cli.run("resume", "resting", here[0], here[1]);
        Cli watched = Cli.run("watch", "resting", here[0], here[1]);
        Cli late = Cli.run("pause", "resting", here[0], here[1]);

        assertThat(paused.exit()).as(paused.err()).isZero();
        assertThat(runs.out()).containsPattern("resting .* paused");
        assertRefused(again, "run resting is paused already; 'foldline resume resting'");
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertRefused(useless, "run resting: expected a paused run");
        assertThat(watched.exit()).as(watched.err()).isZero();
        assertRefused(late, "run resting has ended already (completed)");
    }

    @Test
    void aFailedRunIsTriedAgainByTheSameCommand() throws IOException, InterruptedException {
        Path mount = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                shell("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", mount.toString()) == 0,
                "needs the right to mount a small file system");
        try {
            Object[] words = {"--cut", "1:1", "--method", "uidl"};
            Cli failed = SharedPipeline.prune(mount.resolve("out"), words);
            shell("mount", "-o", "remount,size=50m", mount.toString());
            Cli again = SharedPipeline.prune(mount.resolve("out"), words);

            assertThat(failed.err()).contains("failed in the merger");
            assertThat(failed.exit()).isEqualTo(4);
            assertThat(again.err()).contains("retrying the merger", "kept: scorer, calibrator, solver");
            assertThat(again.exit()).as(again.err()).isZero();
            assertThat(mount.resolve("out/config.json")).exists();
        } finally {
            shell("umount", mount.toString());
        }
    }

    @Test
    void retryDoesTheWorkWhereNobodyElseDoes() throws IOException {
        Path blocker = Files.createFile(folder.resolve("blocker"));
        Object[] here = {"--data-dir", folder.resolve("data")};
        Cli failed = Cli.run(
                "prune",
                "--model",
                Models.tiny(),
                "--cut",
                "1:1",
                "--method",
                "uidl",
                "--run-id",
                "failed",
                "--out",
                blocker.resolve("out"),
                here[0],
                here[1]);
        Files.delete(blocker);
        Cli retried = Cli.run("retry", "failed", here[0], here[1]);
        Cli again = Cli.run("retry", "failed", here[0], here[1]);

        assertThat(failed.exit()).as(failed.err()).isEqualTo(3);
        assertThat(retried.exit()).as(retried.err()).isZero();
        assertThat(retried.err()).contains("run failed failed in the merger", "retrying the merger", "kept: scorer");
        assertThat(retried.out()).contains("checkpoint and report: " + blocker.resolve("out"));
        assertThat(blocker.resolve("out/report.html")).exists();
        assertRefused(again, "run failed: expected a failed run, found it completed");
    }

    @Test
    void whatIsNotThereIsRefused() {
        for (String command : new String[] {"pause", "resume", "retry", "cancel"}) {
            assertRefused(Cli.run(command, "absent", "--kafka", SharedPipeline.broker()), "no run absent in the log");
        }
    }

    private static int shell(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }

    private static void assertRefused(Cli answer, String why) {
        assertThat(answer.err()).startsWith("foldline: ").contains(why);
        assertThat(answer.exit()).isEqualTo(3);
    }
}
