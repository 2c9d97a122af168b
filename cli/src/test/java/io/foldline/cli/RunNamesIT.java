package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs by their names: begun, found again, watched, cancelled. */
class RunNamesIT {
    @TempDir
    Path folder;

    @Test
    void aNameStandsForOneRun() {
        Object[] words = {"--cut", "1:1", "--method", "uidl", "--run-id", "named"};
        Cli first = SharedPipeline.prune(folder.resolve("out"), words);
        Cli again = SharedPipeline.prune(folder.resolve("out"), words);
        Cli other =
                SharedPipeline.prune(folder.resolve("out"), "--cut", "1:2", "--method", "uidl", "--run-id", "named");

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(other.exit()).isEqualTo(3);
        assertThat(other.err()).contains("run named is there already, with other settings");
    }

    @Test
    void withoutANameACompletedRunIsNotFoundAgain() {
        Object[] words = {"--cut", "1:1", "--method", "uidl"};
        assertThat(SharedPipeline.prune(folder.resolve("out"), words).exit()).isZero();
        Cli again = SharedPipeline.prune(folder.resolve("out"), words);

        assertThat(again.exit()).isEqualTo(3);
        assertThat(again.err()).contains("out", "exists");
    }

    @Test
    void runsAndWatchTellWhatTheLogHolds() {
        Cli pruned = SharedPipeline.prune(
                folder.resolve("out"), "--cut", "0:1", "--method", "uidl", "--run-id", "watched", "--json");
        Cli runs = Cli.run("runs", "--kafka", SharedPipeline.broker());
        Cli watched = Cli.run("watch", "watched", "--json", "--kafka", SharedPipeline.broker());
        Cli absent = Cli.run("watch", "absent", "--kafka", SharedPipeline.broker());

        assertThat(pruned.exit()).as(pruned.err()).isZero();
        assertThat(runs.out()).containsPattern("watched +stories260k .* completed +1 of 5");
        assertThat(watched.out()).isEqualTo(pruned.out());
        assertThat(absent.err()).contains("no run absent");
        assertThat(absent.exit()).isEqualTo(3);
    }

    @Test
    void aSubmittedRunIsWatchedToItsEnd() {
        Cli submitted = Cli.run(
                "submit",
                "--model",
                Models.tiny(),
                "--out",
                folder.resolve("out"),
                "--cut",
                "2:1",
                "--method",
                "uidl",
                "--kafka",
                SharedPipeline.broker());
        assertThat(submitted.exit()).as(submitted.err()).isZero();
        Cli watched = Cli.run("watch", submitted.out().strip(), "--kafka", SharedPipeline.broker());

        assertThat(watched.exit()).as(watched.err()).isZero();
        assertThat(watched.out()).contains("stories260k: removes 3 (1 of 5)");
        assertThat(folder.resolve("out/config.json")).exists();
    }

    @Test
    void aCancelledRunEndsWith130() throws IOException, InterruptedException {
        String broker = SharedPipeline.broker();
        try (Child child = Child.foldline(
                folder.resolve("log"),
                "prune",
                "--model",
                Fixtures.path("models/demo"),
                "--drop",
                "3",
                "--calibration",
                SharedPipeline.CALIBRATION,
                "--samples",
                "256",
                "--tasks",
                "16",
                "--out",
                folder.resolve("out"),
                "--run-id",
                "lost",
                "--kafka",
                broker)) {
            child.await("run lost");
            Cli cancelled = Cli.run("cancel", "lost", "--kafka", broker);

            assertThat(cancelled.exit()).as(cancelled.err()).isZero();
            assertThat(child.exit()).as(child.log()).isEqualTo(130);
            assertThat(child.log()).contains("run lost was cancelled");
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }
}
