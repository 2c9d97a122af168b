package io.foldline.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.foldline.storage.transfer.TransferProgress;
import io.foldline.testsupport.HubServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cache, used by Python's {@code huggingface_hub} and by us; skipped where that is not installed. */
class PythonCacheTest {
    @TempDir
    Path cache;

    private HubServer server;

    @BeforeEach
    void start() throws Exception {
        assumeThat(python("import huggingface_hub", Map.of()).exit())
                .as("Python with huggingface_hub")
                .isZero();
        server = new HubServer();
        server.publish("models/org/name", HubTest.content());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void usesWhatPythonDownloaded() throws Exception {
        Answer answer = python(
                "from huggingface_hub import snapshot_download; print(snapshot_download('org/name'))", environment());
        assertThat(answer.exit()).as(answer.text()).isZero();
        int before = server.cdn().requests().size();

        Path folder = fetchAll();

        assertThat(answer.text()).contains(folder.toString());
        assertThat(server.cdn().requests()).hasSize(before);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(HubTest.WEIGHTS);
    }

    @Test
    void pythonUsesWhatWeDownloaded() throws Exception {
        Path folder = fetchAll();
        int before = server.cdn().requests().size();

        Answer offline = python(
                "from huggingface_hub import snapshot_download; print(snapshot_download('org/name', local_files_only=True))",
                environment());
        Answer online = python(
                "from huggingface_hub import hf_hub_download; print(hf_hub_download('org/name', 'model.safetensors'))",
                environment());
        Answer scan = python(
                "from huggingface_hub import scan_cache_dir; i = scan_cache_dir(); print(len(i.repos), len(i.warnings))",
                environment());

        assertThat(offline.text()).contains(folder.toString());
        assertThat(online.text()).contains(folder.resolve("model.safetensors").toString());
        assertThat(scan.text()).contains("1 0");
        assertThat(server.cdn().requests().stream().skip(before))
                .noneMatch(request -> request.method().equals("GET"));
    }

    @Test
    void pythonUsesTheDataSetsThatWeDownloaded() throws Exception {
        server.publish("datasets/org/name", HubTest.content());
        Path folder = fetchAll(HubLocation.parse("hf://datasets/org/name"));
        int before = server.cdn().requests().size();

        Answer offline = python(
                "from huggingface_hub import snapshot_download; print(snapshot_download('org/name', repo_type='dataset', local_files_only=True))",
                environment());
        Answer online = python(
                "from huggingface_hub import hf_hub_download; print(hf_hub_download('org/name', 'model.safetensors', repo_type='dataset'))",
                environment());
        Answer scan = python(
                "from huggingface_hub import scan_cache_dir; i = scan_cache_dir(); print(len(i.repos), len(i.warnings))",
                environment());

        assertThat(offline.text()).contains(folder.toString());
        assertThat(online.text()).contains(folder.resolve("model.safetensors").toString());
        assertThat(scan.text()).contains("1 0");
        assertThat(server.cdn().requests().stream().skip(before))
                .noneMatch(request -> request.method().equals("GET"));
    }

    private Path fetchAll() throws IOException {
        return fetchAll(HubTest.MODEL);
    }

    private Path fetchAll(HubLocation location) throws IOException {
        HubRepository repository = new Hub(
                        new HubSettings(server.endpoint(), cache, Optional.empty(), false, Duration.ofMillis(1)))
                .open(location);
        return repository.fetch(repository.files(), TransferProgress.NONE);
    }

    private Map<String, String> environment() {
        return Map.of(
                "HF_ENDPOINT", server.endpoint().toString(),
                "HF_HUB_CACHE", cache.toString(),
                "HF_HUB_DISABLE_XET", "1",
                "HF_HUB_DISABLE_TELEMETRY", "1",
                "HF_HUB_DISABLE_UPDATE_CHECK", "1");
    }

    private record Answer(int exit, String text) {}

    private static Answer python(String script, Map<String, String> environment) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("python3", "-c", script).redirectErrorStream(true);
        builder.environment().remove("HF_TOKEN");
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            return new Answer(-1, e.toString());
        }
    }
}
