package io.foldline.merger;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.checkpoint.Locations;
import io.foldline.event.RunCancelled;
import io.foldline.event.TransformsSolved;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merger that is killed in the middle of the weights. */
class MergerKillFaultTest {
    private final Path model = Fixtures.path("fixtures/architectures/llama-gqa");

    @TempDir
    Path folder;

    @Test
    void anotherOneWritesItWhole() throws Exception {
        Path output = kill();
        TransformsSolved solved = MergerProcess.solved(folder, model, output);
        InProcess runner =
                new InProcess(new FileArtifactStore(folder.resolve("artifacts").toUri()));
        runner.run(new MergerStage(), solved);
        Map<String, byte[]> written = files(output);

        Path undisturbed = folder.resolve("undisturbed/pruned");
        runner.run(new MergerStage(), MergerProcess.solved(folder, model, undisturbed));
        Map<String, byte[]> expected = files(undisturbed);
        assertThat(written.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(written.get(name)).as(name).isEqualTo(bytes));
        assertThat(names(output.resolveSibling(""))).containsExactly("pruned");
    }

    @Test
    void aCancelledRunLeavesNothingOfIt() throws Exception {
        Path output = kill();
        RunCancelled event = new RunCancelled("r1", "enough", Instant.EPOCH, Locations.uri(output));
        new MergerStage().discard(event);
        new MergerStage().discard(event);
        assertThat(output.resolveSibling("")).isEmptyDirectory();
    }

    @Test
    void anUnknownOutputIsNothingToRemove() throws IOException {
        new MergerStage().discard(new RunCancelled("r1", "enough", Instant.EPOCH, ""));
    }

    /** The output that was not published. */
    private Path kill() throws Exception {
        Path output = folder.resolve("out/pruned");
        Process merger = MergerProcess.startAndAwait(folder, model, output);
        merger.destroyForcibly().waitFor();
        assertThat(output).doesNotExist();
        assertThat(names(output.resolveSibling(""))).as("half a checkpoint").hasSize(1);
        return output;
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(path -> path.getFileName().toString()).toList().stream();
        }
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
