package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void aFileThatLooksTheSameIsReadOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "abc");
        Files.setLastModifiedTime(file, LONG_AGO);
        String first = ContentDigest.of(file);
        assertThat(first).isEqualTo(Sha256.of(file)).isEqualTo(Sha256.ofText("abc"));
        Files.writeString(file, "xyz");
        Files.setLastModifiedTime(file, LONG_AGO);
        assertThat(ContentDigest.of(file)).isEqualTo(first);
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.toInstant().plusSeconds(1)));
        assertThat(ContentDigest.of(file)).isEqualTo(Sha256.ofText("xyz"));
    }

    @Test
    void aFileThatHasJustChangedIsReadAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "abc");
        FileTime now = Files.getLastModifiedTime(file);
        ContentDigest.of(file);
        Files.writeString(file, "xyz");
        Files.setLastModifiedTime(file, now);
        assertThat(ContentDigest.of(file)).isEqualTo(Sha256.ofText("xyz"));
    }

    @Test
    void aModelIsItsContentWhateverLiesBesideItAndWhereverItLies() throws IOException {
        Path model = copy("one");
        String digest = ContentDigest.ofModel(model);
        Files.writeString(model.resolve("README.md"), "a card with scores");
        assertThat(ContentDigest.ofModel(model)).isEqualTo(digest);
        assertThat(ContentDigest.ofModel(copy("two"))).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "tokenizer.json",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "preprocessor_config.json",
                "processor_config.json"
            })
    void everyFileThatIsReadCounts(String name) throws IOException {
        Path model = copy("one");
        String digest = ContentDigest.ofModel(model);
        Path file = model.resolve(name);
        Files.writeString(file, Files.exists(file) ? Files.readString(file) + "\n" : "{}");
        assertThat(ContentDigest.ofModel(model)).isNotEqualTo(digest);
    }

    @Test
    void everyWeightCounts() throws IOException {
        Path model = copy("one");
        String digest = ContentDigest.ofModel(model);
        Path weights = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThat(ContentDigest.ofModel(model)).isNotEqualTo(digest);
    }

    @Test
    void everyShardCounts() throws IOException {
        Checkpoint dense = Checkpoint.open(Fixtures.path("models/stories260k"));
        Path model = folder.resolve("sharded");
        new CheckpointWriter(300_000).write(Drafts.copyOf(dense), model, "r1", WriteProgress.SILENT);
        String digest = ContentDigest.ofModel(model);
        List<Path> shards = Checkpoint.open(model).tensors().values().stream()
                .map(TensorInfo::file)
                .distinct()
                .toList();
        assertThat(shards).hasSizeGreaterThan(1);
        for (Path shard : shards) {
            byte[] bytes = Files.readAllBytes(shard);
            bytes[bytes.length - 1] ^= 1;
            Files.write(shard, bytes);
            assertThat(ContentDigest.ofModel(model)).isNotEqualTo(digest);
            bytes[bytes.length - 1] ^= 1;
            Files.write(shard, bytes);
        }
        assertThat(ContentDigest.ofModel(model)).isEqualTo(digest);
    }

    @Test
    void refusesAFolderThatIsNoModel() {
        assertThatThrownBy(() -> ContentDigest.ofModel(folder)).isInstanceOf(InputException.class);
    }

    private Path copy(String name) throws IOException {
        Path copy = folder.resolve(name);
        Checkpoint dense = Checkpoint.open(Fixtures.path("models/stories260k"));
        new CheckpointWriter()
                .write(
                        new CheckpointDraft(
                                dense, dense.config(), Drafts.copyOf(dense).tensors(), Map.of()),
                        copy,
                        "r1",
                        WriteProgress.SILENT);
        return copy;
    }
}
