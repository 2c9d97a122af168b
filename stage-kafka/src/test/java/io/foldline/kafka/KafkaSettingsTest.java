package io.foldline.kafka;

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

class KafkaSettingsTest {
    @TempDir
    Path folder;

    @Test
    void readsFilesAsKafkasToolsDo() throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                "bootstrap.servers=a:1,b:2\nschema.registry.url=http://r:8081/\nsecurity.protocol=SSL\n");
        KafkaSettings settings = KafkaSettings.load(file);

        assertThat(settings.bootstrapServers()).isEqualTo("a:1,b:2");
        assertThat(settings.schemaRegistry()).isEqualTo(URI.create("http://r:8081"));
        assertThat(settings.client())
                .containsExactlyInAnyOrderEntriesOf(Map.of("bootstrap.servers", "a:1,b:2", "security.protocol", "SSL"));
    }

    @Test
    void saysWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> KafkaSettings.load(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> KafkaSettings.of(Map.of("security.protocol", "SSL")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bootstrap.servers");
        assertThatThrownBy(() -> KafkaSettings.of(Map.of("bootstrap.servers", "a:1", "schema.registry.url", "r:8081")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("http");
    }

    @Test
    void whatIsGivenBesidesTheFileCounts() throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"), "bootstrap.servers=a:1\nsecurity.protocol=SSL\n");
        assertThat(KafkaSettings.load(file, Map.of("bootstrap.servers", "b:2")))
                .isEqualTo(new KafkaSettings("b:2", Map.of("security.protocol", "SSL"), null));

        Path none = Files.writeString(folder.resolve("none.properties"), "security.protocol=SSL\n");
        assertThatThrownBy(() -> KafkaSettings.load(none))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("none.properties", "bootstrap.servers");
    }

    @Test
    void theRegistryHasCredentialsOfItsOwn() {
        KafkaSettings user = KafkaSettings.of(
                Map.of("bootstrap.servers", "a:1", "schema.registry.basic.auth.user.info", "ann:secret"));
        KafkaSettings token =
                KafkaSettings.of(Map.of("bootstrap.servers", "a:1", "schema.registry.bearer.auth.token", "secret"));

        assertThat(user.registryAuthorization()).contains("Basic YW5uOnNlY3JldA==");
        assertThat(token.registryAuthorization()).contains("Bearer secret");
        assertThat(user.client()).as("of Kafka's clients").containsOnlyKeys("bootstrap.servers");
    }

    @Test
    void namesNoSecret() {
        KafkaSettings settings = KafkaSettings.of(
                Map.of("bootstrap.servers", "a:1", "sasl.jaas.config", "secret", "ssl.keystore.password", "secret"));
        assertThat(settings).asString().contains("a:1", "sasl.jaas.config").doesNotContain("secret");
        assertThatThrownBy(() -> KafkaSettings.of(
                        Map.of("bootstrap.servers", "a:1", "schema.registry.url", "http://ann:secret@r:8081")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("schema.registry.basic.auth.user.info")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> KafkaSettings.of(
                        Map.of("bootstrap.servers", "a:1", "schema.registry.url", "http://ann:secret^@r:8081")))
                .isInstanceOf(InputException.class)
                .hasMessageNotContaining("secret");
    }
}
