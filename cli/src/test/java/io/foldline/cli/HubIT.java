package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.testsupport.HubContent;
import io.foldline.testsupport.HubServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model and texts that are on the hub, taken as those that are here. */
class HubIT {
    private static final String COMMIT = "c0ffee".repeat(7).substring(0, 40);
    private static final String STORIES = "hf://datasets/org/stories@" + COMMIT;
    private static final String TOKEN = "hf_nobody_may_see_this";

    @TempDir
    Path folder;

    @Test
    void whatIsOnTheHubIsPinnedDownloadedAndTakenAsWhatIsHere() throws IOException, InterruptedException {
        Cli local = SharedPipeline.prune(folder.resolve("local"), "--cut", "1:2", "--samples", "16");
        assertThat(local.exit()).as(local.err()).isZero();

        try (HubServer server = new HubServer()) {
            server.publish("models/org/tiny", HubContent.of(COMMIT, Models.tiny()));
            server.publish("datasets/org/stories", stories());
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
                    "hf://datasets/org/stories",
                    "--evaluate",
                    "ppl:hf://datasets/org/stories/data/test-*.jsonl",
                    "--limit",
                    "2",
                    "--data-dir",
                    data,
                    "--out",
                    folder.resolve("out"))) {
                assertThat(child.exit()).as(child.log()).isZero();
                assertThat(child.log())
                        .contains("downloading hf://org/tiny@" + COMMIT)
                        .contains("downloading " + STORIES + "/data/train-00000-of-00002.jsonl")
                        .contains("downloading " + STORIES + "/data/test-00000-of-00001.jsonl")
                        .contains("ppl:test-*.jsonl");
            }
            assertThat(server.cdn().requests()).hasSize(1);
            assertThat(server.hub().requests())
                    .as("texts behind those that are wanted stay where they are")
                    .noneMatch(request -> request.path().contains("train-00001"));
        }

        assertThat(Checkpoints.digests(folder.resolve("out")))
                .isNotEmpty()
                .isEqualTo(Checkpoints.digests(folder.resolve("local")));
        assertThat(folder.resolve("out/foldline_run.yaml")).content().contains("hf://org/tiny@" + COMMIT, STORIES);
        assertThat(folder.resolve("out/README.md")).content().contains("base_model: org/tiny", STORIES);
        assertThat(Traces.of(TOKEN, folder)).isEmpty();
    }

    private static HubContent stories() throws IOException {
        byte[] texts = Files.readAllBytes(SharedPipeline.CALIBRATION);
        byte[] more = "{\"text\": \"More.\"}".getBytes(StandardCharsets.UTF_8);
        return new HubContent(
                COMMIT,
                Map.of(
                        "data/train-00000-of-00002.jsonl", texts,
                        "data/train-00001-of-00002.jsonl", more,
                        "data/test-00000-of-00001.jsonl", texts));
    }
}
