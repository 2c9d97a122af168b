package io.foldline.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.transfer.TransferProgress;
import io.foldline.testsupport.HubContent;
import io.foldline.testsupport.HubServer;
import io.foldline.testsupport.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks and servers that fail, and several who want the same. */
class HubFaultTest {
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path cache;

    private HubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
        server.publish("models/org/name", HubTest.content());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Hub hub() {
        return new Hub(new HubSettings(server.endpoint(), cache, Optional.empty(), false, Duration.ofMillis(1)));
    }

    private Path fetch(TransferProgress progress) throws IOException {
        HubRepository repository = hub().open(HubTest.MODEL);
        return repository.fetch(
                repository.files().stream()
                        .filter(file -> file.path().equals(WEIGHTS))
                        .toList(),
                progress);
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws IOException {
        server.cdn().cutNext(200_000);
        assertThat(fetch(TransferProgress.NONE).resolve(WEIGHTS)).hasBinaryContent(HubTest.WEIGHTS);
        List<WebServer.Request> requests = server.cdn().requests();
        assertThat(requests).hasSize(2);
        String range = String.valueOf(requests.get(1).range());
        assertThat(range).matches("bytes=[1-9]\\d*-");
        assertNothingIncomplete();
    }

    @Test
    void goesOnWithWhatAnEarlierProcessReceived() throws IOException {
        assertThatThrownBy(() -> fetch((done, total) -> {
                    if (done > 100_000) {
                        throw new CancellationException("enough");
                    }
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(fetch(TransferProgress.NONE).resolve(WEIGHTS)).hasBinaryContent(HubTest.WEIGHTS);
        assertThat(server.cdn().requests().get(1).range()).isNotNull();
    }

    @Test
    void triesAgainWhatMayPass() throws IOException {
        List.of(429, 503, 500).forEach(server.hub()::failNext);
        List.of(502, 504).forEach(server.cdn()::failNext);
        assertThat(fetch(TransferProgress.NONE).resolve(WEIGHTS)).hasBinaryContent(HubTest.WEIGHTS);
    }

    @Test
    void givesUpInTheEndAndSaysSo() {
        List.of(503, 503, 503, 503, 503).forEach(server.cdn()::failNext);
        assertThatThrownBy(() -> fetch(TransferProgress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(WEIGHTS, "503", "run again")
                .hasMessageNotContaining("Signature");
    }

    @Test
    void repeatsADownloadThatWasDamagedOnTheWay() throws IOException {
        server.cdn().damageNext();
        assertThat(fetch(TransferProgress.NONE).resolve(WEIGHTS)).hasBinaryContent(HubTest.WEIGHTS);
    }

    @Test
    void refusesContentThatIsNotWhatTheHubSays() throws IOException {
        server.cdn().damageNext();
        server.cdn().damageNext();
        assertThatThrownBy(() -> fetch(TransferProgress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(WEIGHTS, "digest", HubTest.content().etag(WEIGHTS));
        assertNothingIncomplete();
        assertThat(cache.resolve("models--org--name/blobs")
                        .resolve(HubTest.content().etag(WEIGHTS)))
                .doesNotExist();
    }

    @Test
    void severalThreadsAndAProcessDownloadOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Process process = process();
        try {
            List<Callable<Path>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(() -> fetch(TransferProgress.NONE));
            }
            for (Future<Path> folder : threads.invokeAll(tasks)) {
                assertThat(folder.get().resolve(WEIGHTS)).hasBinaryContent(HubTest.WEIGHTS);
            }
            assertThat(process.waitFor()).isZero();
        } finally {
            threads.shutdownNow();
            process.destroyForcibly();
        }
        assertThat(server.cdn().requests()).hasSize(1);
    }

    @Test
    void anUpdateOfTheBranchIsSeenAndTheFormerCommitStays() throws IOException {
        Path former = fetch(TransferProgress.NONE);
        String commit = "f".repeat(40);
        server.publish("models/org/name", new HubContent(commit, Map.of(WEIGHTS, new byte[] {1})));
        Path newer = fetch(TransferProgress.NONE);
        assertThat(newer.resolve(WEIGHTS)).hasBinaryContent(new byte[] {1});
        assertThat(former.resolve(WEIGHTS)).hasBinaryContent(HubTest.WEIGHTS);
        assertThat(cache.resolve("models--org--name/refs/main")).hasContent(commit);
    }

    /** Fetches the same in a process of its own. */
    private Process process() throws IOException {
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        classpath,
                        FetchMain.class.getName(),
                        server.endpoint().toString(),
                        cache.toString())
                .inheritIO()
                .start();
    }

    private void assertNothingIncomplete() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".incomplete"));
        }
    }
}
