package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {
    @ParameterizedTest
    @ValueSource(strings = {"/models/a b", "file:///models/a%20b", "file:/models/a%20b/", "/models/x/../a b"})
    void pathsAndFileUrisNameTheSameFolder(String location) {
        assertThat(Locations.path(location)).isEqualTo(Path.of("/models/a b"));
    }

    @Test
    void urisComeBack() {
        Path path = Path.of("/models/ü b#1");
        assertThat(Locations.path(Locations.uri(path))).isEqualTo(path);
        assertThat(Locations.uri(Path.of("/tmp"))).isEqualTo("file:///tmp");
        assertThat(Locations.path("models/demo"))
                .isEqualTo(Path.of("models/demo").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf://org/name", "s3://bucket/key", "https://example.org/x"})
    void namesSchemesThatAreNotSupported(String location) {
        assertThatThrownBy(() -> Locations.path(location))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(location)
                .hasMessageContaining("not yet supported here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "file:relative", "file://host/x", "file:///a b", "a\0b"})
    void refusesWhatIsNoLocation(String location) {
        assertThatThrownBy(() -> Locations.path(location)).isInstanceOf(InputException.class);
    }
}
