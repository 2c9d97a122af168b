package io.foldline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.checkpoint.Sha256;
import io.foldline.event.ArtifactReference;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileArtifactStoreTest extends ArtifactStoreContract {
    @TempDir
    Path folder;

    private FileArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FileArtifactStore(folder.resolve("artifacts").toUri());
    }

    @Override
    ArtifactStore store() {
        return store;
    }

    @Test
    void anotherProcessFindsWhatWasStored() throws IOException {
        ArtifactReference reference = store.put("a", file -> Files.writeString(file, "abc"));
        assertThat(new FileArtifactStore(store.root().toUri()).get(reference)).hasContent("abc");
    }

    @Test
    void detectsDamageOfSameLength() throws IOException {
        ArtifactReference reference = store.put("a", file -> Files.writeString(file, "abc"));
        Files.writeString(store.root().resolve("a"), "abd");

        assertThatThrownBy(() -> new FileArtifactStore(store.root().toUri()).get(reference))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("SHA-256", reference.getSha256());
    }

    @Test
    void namesMissingArtifact() throws IOException {
        ArtifactReference reference = store.put("a", file -> Files.writeString(file, "abc"));
        Files.delete(store.root().resolve("a"));

        assertThatThrownBy(() -> store.get(reference))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void leavesNothingBehindWhenWriterFails() {
        assertThatThrownBy(() -> store.put("run-1/a", file -> {
                    Files.writeString(file, "half");
                    throw new IOException("cable pulled");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("cable pulled");

        assertThat(files()).isEmpty();
    }

    @Test
    void reportsFullDisk() {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();

        assertThatThrownBy(() -> store.put("run-1/a", file -> {
                    Files.writeString(file, "half");
                    try (OutputStream out = Files.newOutputStream(full)) {
                        out.write(1);
                    }
                }))
                .isInstanceOf(ResourceException.class)
                .hasMessageContainingAll("run-1/a", "disk is full");
        assertThat(files()).isEmpty();
    }

    @Test
    void refusesToWriteThroughALink() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(store.root().resolve("link"), outside);

        assertThatThrownBy(() -> store.put("link/a", file -> Files.writeString(file, "x")))
                .isInstanceOf(InputException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void makesNoFolderBehindALink() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(store.root().resolve("link"), outside);

        assertThatThrownBy(() -> store.put("link/sub/a", file -> Files.writeString(file, "x")))
                .isInstanceOf(InputException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/../../secret", "link", "folder/secret", "", "."})
    void neitherFindsNorDeletesOutsideTheRoot(String name) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        Files.createSymbolicLink(store.root().resolve("link"), secret);
        Files.createSymbolicLink(store.root().resolve("folder"), folder);

        assertThatThrownBy(() -> store.find(name)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> store.delete(name)).isInstanceOf(InputException.class);
        assertThat(secret).exists();
    }

    @Test
    void refusesReferencesOutsideTheRoot() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        Files.createSymbolicLink(store.root().resolve("link"), secret);
        Files.createSymbolicLink(store.root().resolve("folder"), folder);
        String sha256 = Sha256.of(secret);

        List<String> uris = List.of(
                secret.toUri().toString(),
                store.root().resolve("link").toUri().toString(),
                store.root().toUri() + "../secret",
                store.root().toUri() + "%2e%2e/secret",
                store.root().toUri() + "a/%2E%2E/%2e./secret",
                store.root().toUri() + "..%2Fsecret",
                store.root().toUri() + "folder/secret",
                store.root().toUri() + "secret%00",
                secret.toUri() + "?x",
                secret.toUri() + "#x",
                "file://elsewhere" + secret,
                "file:secret",
                "jar:" + secret.toUri() + "!/a",
                "jrt:/java.base/java/lang/Object.class",
                "http://example.org/a",
                "s3://bucket/a",
                secret.toString(),
                "relative",
                "");
        for (String uri : uris) {
            assertThatThrownBy(() -> store.get(new ArtifactReference(uri, sha256, 1L)))
                    .as(uri)
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void refusesRootThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> new FileArtifactStore(file.toUri()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected a folder");
        assertThatThrownBy(() -> new FileArtifactStore(URI.create("s3://bucket")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("file: URI");
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(store.root())) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
