package io.foldline.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.transfer.TransferProgress;
import io.foldline.testsupport.HubContent;
import io.foldline.testsupport.HubServer;
import io.foldline.testsupport.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol, between a client and a server on this machine. */
class HubTest {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final HubLocation MODEL = HubLocation.parse("hf://org/name");
    static final byte[] WEIGHTS = "0123456789".repeat(50_000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path cache;

    private HubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
        server.publish("models/org/name", content());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static HubContent content() {
        return new HubContent(
                COMMIT,
                Map.of(
                        "config.json", "{}".getBytes(StandardCharsets.UTF_8),
                        "model.safetensors", WEIGHTS,
                        "empty.txt", new byte[0],
                        "a/b c/d#.json", "[1]".getBytes(StandardCharsets.UTF_8),
                        "tokenizer.json", "{\"t\": 1}".getBytes(StandardCharsets.UTF_8)));
    }

    private Hub hub() {
        return hub(Optional.empty(), false);
    }

    private Hub hub(Optional<String> token, boolean offline) {
        return new Hub(new HubSettings(server.endpoint(), cache, token, offline, Duration.ofMillis(1)));
    }

    @Test
    void listsAllPagesAndFetchesWhatIsAskedForIntoTheLayoutOfPython() throws IOException {
        HubRepository repository = hub().open(MODEL);
        assertThat(repository.location()).isEqualTo(MODEL.at(COMMIT));
        assertThat(repository.files())
                .extracting(HubFile::path)
                .containsExactlyInAnyOrderElementsOf(content().files().keySet());

        List<Long> progress = new ArrayList<>();
        Path folder = repository.fetch(repository.files(), (done, total) -> progress.add(done));

        Path root = cache.resolve("models--org--name");
        assertThat(folder).isEqualTo(root.resolve("snapshots").resolve(COMMIT));
        assertThat(root.resolve("refs/main")).hasContent(COMMIT);
        for (Map.Entry<String, byte[]> file : content().files().entrySet()) {
            Path link = folder.resolve(file.getKey());
            assertThat(link).isSymbolicLink().hasBinaryContent(file.getValue());
            Path target = Files.readSymbolicLink(link);
            assertThat(target.isAbsolute()).isFalse();
            assertThat(target.getFileName()).hasToString(content().etag(file.getKey()));
        }
        long total = repository.files().stream().mapToLong(HubFile::bytes).sum();
        assertThat(progress).isSorted().last().isEqualTo(total);
    }

    @Test
    void asksForNoFileTwice() throws IOException {
        fetchAll(hub());
        int before = server.cdn().requests().size();
        fetchAll(hub());
        assertThat(server.cdn().requests()).hasSize(before);
        assertThat(server.hub().requests())
                .filteredOn(request -> request.path().endsWith("/config.json"))
                .hasSize(1);
    }

    @Test
    void findsDataSetsBelowAPath() throws IOException {
        server.publish("datasets/org/name", content());
        HubRepository repository = hub().open(HubLocation.parse("hf://datasets/org/name/a"));
        assertThat(repository.files()).extracting(HubFile::path).containsExactly("a/b c/d#.json");
        Path folder = repository.fetch(repository.files(), TransferProgress.NONE);
        assertThat(folder.resolve("a/b c/d#.json")).hasContent("[1]");
        assertThat(folder.toString()).contains("datasets--org--name");
    }

    @Test
    void givesTheTokenToTheHubAlone() throws IOException {
        server.requireToken("hf_secret");
        fetchAll(hub(Optional.of("hf_secret"), false));
        assertThat(server.hub().requests())
                .extracting(WebServer.Request::authorization)
                .containsOnly("Bearer hf_secret");
        assertThat(server.cdn().requests()).isNotEmpty();
        assertThat(server.cdn().requests())
                .extracting(WebServer.Request::authorization)
                .containsOnlyNulls();
    }

    @Test
    void saysWhatToDoAboutRefusals() throws IOException {
        assertThatThrownBy(() -> hub().open(HubLocation.parse("hf://org/other")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("hf://org/other", "no such repository");
        assertThatThrownBy(() -> hub().open(HubLocation.parse("hf://org/name@v9")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("no revision 'v9'");
        server.requireToken("hf_right");
        assertThatThrownBy(() -> hub().open(MODEL))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("private", "HF_TOKEN");
        assertThatThrownBy(() -> hub(Optional.of("hf_wrong"), false).open(MODEL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("token")
                .hasMessageNotContaining("hf_wrong");
        server.gate();
        assertThatThrownBy(() -> hub(Optional.of("hf_right"), false).open(MODEL))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("conditions", server.endpoint() + "/org/name", "HF_TOKEN")
                .hasMessageNotContaining("hf_right");
    }

    @Test
    void usesTheCacheAloneWhenOffline() throws IOException {
        assertThatThrownBy(() -> hub(Optional.empty(), true).open(MODEL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("HF_HUB_OFFLINE");
        Path folder = fetchAll(hub());
        int before = server.hub().requests().size();
        HubRepository offline = hub(Optional.empty(), true).open(MODEL);
        assertThat(offline.location().revision()).isEqualTo(COMMIT);
        assertThat(offline.fetch(offline.files(), TransferProgress.NONE)).isEqualTo(folder);
        assertThat(server.hub().requests()).hasSize(before);
    }

    @Test
    void usesTheCacheForACommitWhileTheHubIsAway() throws IOException {
        Path folder = fetchAll(hub());
        server.close();
        HubRepository cached = hub().open(MODEL.at(COMMIT));
        assertThat(cached.fetch(cached.files(), TransferProgress.NONE)).isEqualTo(folder);
        assertThatThrownBy(() -> hub().open(MODEL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void refusesPathsThatLeaveTheFolder() {
        server.publish("models/org/name", new HubContent(COMMIT, Map.of("../evil.json", new byte[1])));
        assertThatThrownBy(() -> hub().open(MODEL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("evil");
    }

    private Path fetchAll(Hub hub) throws IOException {
        HubRepository repository = hub.open(MODEL);
        return repository.fetch(repository.files(), TransferProgress.NONE);
    }
}
