package io.foldline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.event.ArtifactReference;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every artifact store keeps to. */
abstract class ArtifactStoreContract {
    /** A store with nothing in it. */
    abstract ArtifactStore store();

    @Test
    void returnsWhatWasStored() throws IOException {
        ArtifactReference reference = store().put("run-1/calibrator/0.txt", file -> Files.writeString(file, "abc"));

        assertThat(reference.getBytes()).isEqualTo(3);
        assertThat(reference.getSha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(store().get(reference)).hasContent("abc");
        assertThat(store().get(reference)).hasContent("abc");
    }

    @Test
    void replacesFormerContent() throws IOException {
        ArtifactReference former = store().put("a", file -> Files.writeString(file, "1"));
        ArtifactReference newer = store().put("a", file -> Files.writeString(file, "2"));

        assertThat(store().get(newer)).hasContent("2");
        assertThatThrownBy(() -> store().get(former)).isInstanceOf(IOException.class);
    }

    @Test
    void namesWhatIsMissingOrOfAnotherSize() throws IOException {
        ArtifactReference reference = store().put("a", file -> Files.writeString(file, "abc"));
        assertThatThrownBy(() -> store().get(new ArtifactReference(reference.getUri(), reference.getSha256(), 4L)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("SHA-256", reference.getSha256());
        store().delete("a");
        assertThatThrownBy(() -> store().get(reference))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void storesNothingWhenTheWriterFails() throws IOException {
        assertThatThrownBy(() -> store().put("run-1/a", file -> {
                    Files.writeString(file, "half");
                    throw new IOException("cable pulled");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("cable pulled");
        assertThat(store().find("run-1/a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/outside", "a/../../outside", "", ".", "bad\0name"})
    void refusesNamesOutsideTheRoot(String name) {
        assertThatThrownBy(() -> store().put(name, file -> Files.writeString(file, "x")))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> store().find(name)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> store().delete(name)).isInstanceOf(InputException.class);
    }

    @Test
    void refusesReferencesToElsewhere() throws IOException {
        ArtifactReference here = store().put("a", file -> Files.writeString(file, "abc"));
        String outside = here.getUri().substring(0, here.getUri().length() - 2);
        for (String uri : List.of(
                here.getUri() + "/../../secret", outside + "-not/a", "s3://elsewhere/a", "file:///etc/passwd", "")) {
            assertThatThrownBy(() -> store().get(new ArtifactReference(uri, here.getSha256(), 3L)))
                    .as(uri)
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void findsWhatIsStoredUnderAName() throws IOException {
        assertThat(store().find("run-1/a")).isEmpty();
        ArtifactReference stored = store().put("run-1/a", file -> Files.writeString(file, "1"));
        assertThat(store().find("run-1/a")).contains(stored);
        assertThat(store().find("run-1")).isEmpty();
        ArtifactReference newer = store().put("run-1/a", file -> Files.writeString(file, "2"));
        assertThat(store().find("run-1/a")).contains(newer);
    }

    @Test
    void deletesWhatIsStoredUnderANameAndNothingElse() throws IOException {
        store().put("run-1/a", file -> Files.writeString(file, "1"));
        store().put("run-1/b", file -> Files.writeString(file, "2"));
        store().delete("run-1/a");
        store().delete("run-1/a");
        store().delete("run-1");
        store().delete("never");

        assertThat(store().find("run-1/a")).isEmpty();
        assertThat(store().find("run-1/b")).isPresent();
    }
}
