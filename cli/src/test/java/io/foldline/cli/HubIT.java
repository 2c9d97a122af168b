package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.testsupport.HubContent;
import io.foldline.testsupport.HubServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is on the hub, pruned as one that is here. */
class HubIT {
    private static final String COMMIT = "c0ffee".repeat(7).substring(0, 40);
    private static final String TOKEN = "hf_nobody_may_see_this";

    @TempDir
    Path folder;

    @Test
    void aModelOfTheHubIsPinnedDownloadedAndPrunedAsOneThatIsHere() throws IOException, InterruptedException {
        Cli local = SharedPipeline.prune(folder.resolve("local"), "--cut", "1:2", "--samples", "16");
        assertThat(local.exit()).as(local.err()).isZero();

        try (HubServer server = new HubServer()) {
            server.publish("models/org/tiny", HubContent.of(COMMIT, Models.tiny()));
            server.requireToken(TOKEN);
            Path data = folder.resolve("data");
            Map<String, String> environment = Map.of(
                    "HF_ENDPOINT", server.endpoint().toString(),
                    "HF_HOME", folder.resolve("huggingface").toString(),
                    "HF_TOKEN", TOKEN);
            try (Child child = Child.foldline(
                    folder.resolve("log"),
                    environment,
                    "prune",
                    "--model",
                    "hf://org/tiny",
                    "--cut",
                    "1:2",
                    "--samples",
                    "16",
                    "--calibration",
                    SharedPipeline.CALIBRATION,
                    "--data-dir",
                    data,
                    "--out",
                    folder.resolve("out"))) {
                assertThat(child.exit()).as(child.log()).isZero();
                assertThat(child.log()).contains("downloading hf://org/tiny@" + COMMIT);
            }
            assertThat(server.cdn().requests()).hasSize(1);
        }

        assertThat(Checkpoints.digests(folder.resolve("out")))
                .isNotEmpty()
                .isEqualTo(Checkpoints.digests(folder.resolve("local")));
        assertThat(folder.resolve("out/foldline_run.yaml")).content().contains("hf://org/tiny@" + COMMIT);
        assertThat(folder.resolve("out/README.md")).content().contains("base_model: org/tiny");
        assertThat(filesWith(TOKEN)).isEmpty();
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
