package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is published whole or not at all, once. */
class PublishFaultTest {
    private final CheckpointWriter writer = new CheckpointWriter();

    @TempDir
    Path folder;

    private Path target;
    private CheckpointDraft draft;

    @BeforeEach
    void open() throws IOException {
        target = folder.resolve("out/pruned");
        draft = Drafts.copyOf(Checkpoint.open(Fixtures.path("models/stories260k")));
    }

    @Test
    void refusesAFolderThatExists() throws IOException {
        Files.createDirectories(target);
        assertThatThrownBy(() -> write("r1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the output folder exists already");
        assertThatThrownBy(() -> CheckpointWriter.requireFree(target, "r1")).isInstanceOf(InputException.class);
        assertThat(children(target)).isEmpty();
        assertThat(children(target.resolveSibling(""))).containsExactly(target);
    }

    @Test
    void theSameRunFindsItsWorkDone() throws IOException {
        PublishedCheckpoint first = write("r1");
        CheckpointWriter.requireFree(target, "r1");
        Object weights = Files.getLastModifiedTime(target.resolve("model.safetensors"));
        Files.writeString(target.resolve("README.md"), "a card with scores");
        assertThat(write("r1")).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(target.resolve("model.safetensors")))
                .isEqualTo(weights);
    }

    @Test
    void anotherRunDoesNot() throws IOException {
        write("r1");
        assertThatThrownBy(() -> write("r2")).isInstanceOf(InputException.class).hasMessageContaining("exists already");
    }

    @Test
    void theSameRunRefusesWorkThatWasChanged() throws IOException {
        write("r1");
        Files.writeString(target.resolve("config.json"), "{}");
        assertThatThrownBy(() -> write("r1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config.json was changed since");
    }

    @Test
    void aFailureHalfwayLeavesNothing() throws IOException {
        WriteProgress failing = (done, total) -> {
            if (done > total / 2) {
                throw new IllegalStateException("halfway");
            }
        };
        assertThatThrownBy(() -> writer.write(draft, target, "r1", failing)).hasMessage("halfway");
        assertThat(children(target.resolveSibling(""))).isEmpty();
        write("r1");
        assertThat(Checkpoint.open(target).parameters()).isEqualTo(draft.parameters());
    }

    @Test
    void leftoversOfADeadAttemptAreRemovedAndThoseOfOthersAreNot() throws IOException {
        Path parent = Files.createDirectories(target.resolveSibling(""));
        Path dead = attempt(parent, ".pruned.r1.11.partial");
        Path otherRun = attempt(parent, ".pruned.r1.x.22.partial");
        Path otherName = attempt(parent, ".pruned2.r1.33.partial");
        write("r1");
        assertThat(children(parent))
                .containsExactlyInAnyOrder(target, otherRun, otherName)
                .doesNotContain(dead);
    }

    @Test
    void aLivingAttemptOfTheSameRunIsLeftAlone() throws IOException {
        Files.createDirectories(target.resolveSibling(""));
        try (StagedFolder living = StagedFolder.create(target, "r1")) {
            write("r1");
            assertThat(living.path()).exists();
            assertThat(living.publish()).isFalse();
        }
        assertThat(children(target.resolveSibling(""))).containsExactly(target);
        assertThat(Checkpoint.open(target).parameters()).isEqualTo(draft.parameters());
    }

    @Test
    void attemptsAtTheSameTimeGiveOneCheckpoint() throws Exception {
        int attempts = 4;
        ExecutorService executor = Executors.newFixedThreadPool(attempts);
        CyclicBarrier start = new CyclicBarrier(attempts);
        Callable<PublishedCheckpoint> attempt = () -> {
            start.await(60, TimeUnit.SECONDS);
            return write("r1");
        };
        List<Future<PublishedCheckpoint>> futures = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            futures.add(executor.submit(attempt));
        }
        for (Future<PublishedCheckpoint> future : futures) {
            assertThat(future.get(60, TimeUnit.SECONDS).digest()).isEqualTo(Manifest.digest(target));
        }
        executor.shutdown();
        assertThat(children(target.resolveSibling(""))).containsExactly(target);
    }

    @Test
    void namesAParentThatIsAFile() throws IOException {
        Files.createFile(folder.resolve("out"));
        assertThatThrownBy(() -> write("r1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be made")
                .hasMessageContaining(folder.resolve("out").toString());
    }

    @Test
    void aSourceThatBecomesShorterIsNamed() throws IOException {
        Path source = folder.resolve("source");
        writer.write(draft, source, "r0", WriteProgress.SILENT);
        CheckpointDraft copy = Drafts.copyOf(Checkpoint.open(source));
        Path weights = source.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 100));
        assertThatThrownBy(() -> writer.write(copy, target, "r1", WriteProgress.SILENT))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessageContaining("became shorter");
        assertThat(children(target.resolveSibling(""))).isEmpty();
    }

    @Test
    void aFullDiskIsNamedAndNothingIsLeft() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.toString()),
                "a small file system cannot be mounted here: needs root");
        try {
            Path full = small.resolve("pruned");
            assertThatThrownBy(() -> writer.write(draft, full, "r1", WriteProgress.SILENT))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining(small.toString())
                    .hasMessageContaining("disk full: the checkpoint needs 1.1 MB there, there is room for 0.5 MB");
            assertThat(children(small)).isEmpty();
        } finally {
            run("umount", small.toString());
        }
    }

    private PublishedCheckpoint write(String run) throws IOException {
        return writer.write(draft, target, run, WriteProgress.SILENT);
    }

    private static Path attempt(Path parent, String name) throws IOException {
        Path attempt = Files.createDirectory(parent.resolve(name));
        Files.createFile(attempt.resolve(".lock"));
        Files.writeString(attempt.resolve("model.safetensors"), "half");
        return attempt;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
