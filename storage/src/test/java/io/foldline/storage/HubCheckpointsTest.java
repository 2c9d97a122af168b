package io.foldline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.storage.hub.Hub;
import io.foldline.storage.hub.HubLocation;
import io.foldline.storage.hub.HubSettings;
import io.foldline.storage.transfer.TransferProgress;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.HubContent;
import io.foldline.testsupport.HubServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a repository are brought here. */
class HubCheckpointsTest {
    private static final String COMMIT = "1".repeat(40);
    private static final HubLocation MODEL = HubLocation.parse("hf://org/name");

    @TempDir
    Path cache;

    private HubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HubCheckpoints checkpoints() {
        return new HubCheckpoints(
                new Hub(new HubSettings(server.endpoint(), cache, Optional.empty(), false, Duration.ofMillis(1))));
    }

    @Test
    void bringsAWholeCheckpointAndNothingElse() throws IOException {
        Path source = Fixtures.path("models/stories260k");
        server.publish(
                "models/org/name",
                HubContent.of(COMMIT, source)
                        .with("LICENSE", text("free"))
                        .with("chat_template.jinja", text("{{ x }}"))
                        .with("pytorch_model.bin", text("pickle"))
                        .with("model.gguf", text("other"))
                        .with("consolidated.safetensors", text("other"))
                        .with("onnx/config.json", text("{}"))
                        .with(".gitattributes", text("*")));
        HubCheckpoints checkpoints = checkpoints();

        Path description = checkpoints.description(MODEL);
        assertThat(description.resolve("model.safetensors")).doesNotExist();
        assertThat(server.cdn().requests()).isEmpty();

        Path folder = checkpoints.checkpoint(MODEL, TransferProgress.NONE);
        assertThat(Checkpoint.open(folder).tensors().keySet())
                .isEqualTo(Checkpoint.open(source).tensors().keySet());
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString()))
                    .contains("config.json", "tokenizer.json", "LICENSE", "chat_template.jinja", "model.safetensors")
                    .doesNotContain(
                            "pytorch_model.bin",
                            "model.gguf",
                            "consolidated.safetensors",
                            "onnx/config.json",
                            ".gitattributes");
        }
    }

    @Test
    void doesNotAskAgainForACommitThatIsHere() throws IOException {
        server.publish("models/org/name", HubContent.of(COMMIT, Fixtures.path("models/stories260k")));
        HubCheckpoints checkpoints = checkpoints();
        Path folder = checkpoints.checkpoint(MODEL, TransferProgress.NONE);
        int before = server.hub().requests().size();
        assertThat(checkpoints.checkpoint(MODEL.at(COMMIT), TransferProgress.NONE))
                .isEqualTo(folder);
        assertThat(checkpoints.description(MODEL.at(COMMIT))).isEqualTo(folder);
        assertThat(server.hub().requests()).hasSize(before);
    }

    @Test
    void refusesWhatIsNoCheckpoint() {
        server.publish("models/org/name", new HubContent(COMMIT, Map.of("README.md", text("x"))));
        assertThatThrownBy(() -> checkpoints().description(MODEL))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("hf://org/name", "config.json");
        server.publish(
                "models/org/name",
                new HubContent("3".repeat(40), Map.of("config.json", text("{}"), "pytorch_model.bin", text("x"))));
        assertThatThrownBy(() -> checkpoints().checkpoint(MODEL, TransferProgress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("model.safetensors", "pytorch_model.bin");
        server.publish(
                "models/org/name",
                new HubContent(
                        "4".repeat(40),
                        Map.of(
                                "config.json",
                                text("{}"),
                                "model.safetensors.index.json",
                                text("{\"weight_map\": {\"a\": \"model-1.safetensors\"}}"))));
        assertThatThrownBy(() -> checkpoints().checkpoint(MODEL, TransferProgress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model-1.safetensors");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
