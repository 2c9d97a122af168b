package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Something else where a file of a checkpoint is expected. */
class PlainFileTest {
    @TempDir
    Path folder;

    @BeforeEach
    void config() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
    }

    @Test
    void aFolderIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("model.safetensors"));
        assertRefused("model.safetensors", "expected a file, found a folder");
    }

    @Test
    void aDeviceIsRefusedWithoutReadingIt() throws IOException {
        Files.createSymbolicLink(folder.resolve("model.safetensors.index.json"), Path.of("/dev/zero"));
        assertRefused("model.safetensors.index.json", "a pipe or a device");
    }

    @Test
    void aLinkThatLeadsNowhereIsNamed() throws IOException {
        Files.createSymbolicLink(folder.resolve("model.safetensors"), folder.resolve("blobs/none"));
        assertRefused("model.safetensors", "a link to a file that is not there");
    }

    @Test
    void aConfigurationOfAnotherSizeIsNotRead() throws IOException {
        Files.writeString(folder.resolve("config.json"), " ".repeat(10_000_001));
        assertRefused("config.json", "at most 10000000 bytes, found 10000001");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts);
    }
}
