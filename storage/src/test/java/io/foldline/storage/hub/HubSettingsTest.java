package io.foldline.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
    @TempDir
    Path home;

    @Test
    void readsTheVariablesThatPythonReads() throws IOException {
        Files.writeString(home.resolve("token"), "hf_file\n");
        HubSettings ofFile = HubSettings.of(
                Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", "http://hub.test:81/", "HF_HUB_OFFLINE", "yes"));

        assertThat(ofFile.endpoint()).isEqualTo(URI.create("http://hub.test:81"));
        assertThat(ofFile.cache()).isEqualTo(home.resolve("hub"));
        assertThat(ofFile.token()).contains("hf_file");
        assertThat(ofFile.offline()).isTrue();

        HubSettings given = HubSettings.of(Map.of(
                "HF_HOME", home.toString(), "HF_HUB_CACHE", home.resolve("c").toString(), "HF_TOKEN", "hf_given"));
        assertThat(given.cache()).isEqualTo(home.resolve("c"));
        assertThat(given.token()).contains("hf_given");
        assertThat(given.offline()).isFalse();

        HubSettings xdg = HubSettings.of(Map.of("XDG_CACHE_HOME", home.toString()));
        assertThat(xdg.cache()).isEqualTo(home.resolve("huggingface/hub"));
        assertThat(xdg.token()).isEmpty();
    }

    @Test
    void neverShowsTheToken() {
        HubSettings settings = HubSettings.of(Map.of("HF_HOME", home.toString(), "HF_TOKEN", "hf_secret"));
        assertThat(settings.toString()).doesNotContain("hf_secret");
    }

    @Test
    void refusesAnEndpointThatIsNone() {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "hub.test")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("HF_ENDPOINT=hub.test");
    }
}
