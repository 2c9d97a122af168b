package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
    private static final Path STORIES = Fixtures.path("models/stories260k");
    private static final Path OTHER = Fixtures.path("fixtures/architectures/llama-gqa");
    private static final ComputeOptions OPTIONS = ComputeOptions.parse("cpu", "f32");
    private static final TokenBatch BATCH = new TokenBatch(new int[][] {{1, 2, 3}});

    @Test
    void keepsTheModelBetweenLeases() throws IOException {
        try (ModelCache cache = new ModelCache()) {
            BlockModel first;
            try (ModelCache.Lease lease = cache.lease(STORIES, OPTIONS)) {
                first = lease.model();
            }
            try (ModelCache.Lease lease = cache.lease(STORIES, OPTIONS)) {
                assertThat(lease.model()).isSameAs(first);
            }
        }
    }

    @Test
    void replacedModelStaysUsableWhileLeased() throws IOException {
        try (ModelCache cache = new ModelCache();
                ModelCache.Lease old = cache.lease(STORIES, OPTIONS)) {
            try (ModelCache.Lease other = cache.lease(OTHER, OPTIONS)) {
                assertThat(other.model()).isNotSameAs(old.model());
                other.model().forward(BATCH, 0, BlockTap.NONE);
            }
            old.model().forward(BATCH, 0, BlockTap.NONE);
        }
    }

    @Test
    void otherContentUnderTheSamePathIsAnotherModel(@TempDir Path directory) throws IOException {
        copy(STORIES, directory);
        try (ModelCache cache = new ModelCache();
                ModelCache.Lease stories = cache.lease(directory, OPTIONS)) {
            assertThat(stories.model().architecture().blocks()).isEqualTo(5);
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            copy(OTHER, directory);
            try (ModelCache.Lease other = cache.lease(directory, OPTIONS)) {
                assertThat(other.model().architecture().blocks()).isEqualTo(6);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
