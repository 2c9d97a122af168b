package io.foldline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.event.ArtifactReference;
import io.foldline.event.CalibrateResult;
import io.foldline.event.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultCacheTest {
    private static final TaskId FORMER = new TaskId("run-1", "calibrator", 0, 2, 0, 0);
    private static final TaskId NEW = new TaskId("run-2", "calibrator", 3, 4, 1, 0);

    @TempDir
    Path folder;

    private FileArtifactStore store;
    private ResultCache<CalibrateResult> cache;
    private CalibrateResult result;

    @BeforeEach
    void fill() throws IOException {
        store = new FileArtifactStore(folder.toUri());
        cache = new ResultCache<>(store, "calibrator", CalibrateResult.class);
        ArtifactReference sums = store.put("run-1/sums", file -> Files.writeString(file, "sums"));
        result = new CalibrateResult(FORMER, sums, 17L, List.of(), List.of());
        cache.put("model A, texts B", result);
    }

    @Test
    void findsTheResultForAnotherTask() throws IOException {
        assertThat(cache.find("model A, texts B", NEW))
                .contains(new CalibrateResult(NEW, result.getStatistics(), 17L, List.of(), List.of()));
        assertThat(cache.find("model A, texts C", NEW)).isEmpty();
        assertThat(new ResultCache<>(store, "scorer", CalibrateResult.class).find("model A, texts B", NEW))
                .isEmpty();
    }

    @Test
    void refusesDamage() throws IOException {
        Path stored;
        try (Stream<Path> all = Files.list(folder.resolve("results/calibrator"))) {
            stored = all.findFirst().orElseThrow();
        }
        byte[] whole = Files.readAllBytes(stored);
        for (int i = 0; i < whole.length; i += 7) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 16;
            Files.write(stored, damaged);
            assertThatThrownBy(() -> cache.find("model A, texts B", NEW))
                    .as("damage at %d", i)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
        Files.write(stored, new byte[3]);
        assertThatThrownBy(() -> cache.find("model A, texts B", NEW)).isInstanceOf(IOException.class);
        cache.put("model A, texts B", result);
        assertThat(cache.find("model A, texts B", NEW)).isPresent();
    }

    @Test
    void refusesResultsWhoseArtifactsAreGoneOrChanged() throws IOException {
        Files.writeString(folder.resolve("run-1/sums"), "soms");
        ResultCache<CalibrateResult> fresh =
                new ResultCache<>(new FileArtifactStore(folder.toUri()), "calibrator", CalibrateResult.class);
        assertThatThrownBy(() -> fresh.find("model A, texts B", NEW)).isInstanceOf(IOException.class);

        store.delete("run-1/sums");
        assertThatThrownBy(() -> cache.find("model A, texts B", NEW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void refusesResultsWithArtifactsElsewhere() throws IOException {
        Path secret = Files.writeString(folder.resolveSibling("secret"), "s");
        cache.put(
                "x",
                new CalibrateResult(
                        FORMER, new ArtifactReference(secret.toUri().toString(), "00", 1L), 1L, List.of(), List.of()));

        assertThatThrownBy(() -> cache.find("x", NEW)).isInstanceOf(InputException.class);
    }
}
