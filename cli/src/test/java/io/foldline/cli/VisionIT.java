package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.testsupport.HubContent;
import io.foldline.testsupport.HubServer;
import io.foldline.testsupport.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of images from the command to the report: by folders of pictures, tables of them, and data sets of the hub. */
class VisionIT {
    private static final String COMMIT = "decade".repeat(7).substring(0, 40);
    private static final String BIRDS = "hf://datasets/org/birds@" + COMMIT;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"vit", "clip"})
    void aFolderOfPicturesGoesToTheReport(String name) throws IOException {
        String task = "images:" + Pictures.folder();
        Path out = folder.resolve("out");
        Cli answer = prune(name, Pictures.folder(), task, out);

        assertThat(answer.exit()).as(answer.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(answer.out());
        assertThat(json.get("removed").size()).isEqualTo(2);
        assertThat(json.get("distances").size()).isEqualTo(4);
        assertThat(json.get("residual").asDouble()).isBetween(1e-6, 1.0);
        assertThat(json.at("/calibration/0/samples").asInt()).isEqualTo(16);
        assertThat(json.path("evaluation").path("dense").path(task).path("acc").asDouble())
                .isEqualTo(accuracy(Pictures.golden().get(name).get("dense")));
        assertThat(json.path("evaluation").path("pruned").path(task).path("acc").asDouble())
                .isBetween(0.0, 1.0);
        assertThat(json.at("/evaluation/retainedPercent").isNumber()).isTrue();
        assertThat(Checkpoints.names(out))
                .contains("config.json", "model.safetensors", "preprocessor_config.json", "README.md", "report.html");
        assertThat(out.resolve("report.html")).content().contains("images:images", "acc", "Dense against pruned");
        assertThat(out.resolve("README.md"))
                .content()
                .contains("base_model: " + name, "image-classification", "## Scores");

        Path again = folder.resolve("again");
        Cli second =
                Cli.run("run", out.resolve("foldline_run.yaml"), "--out", again, "--kafka", SharedPipeline.broker());
        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(Checkpoints.digests(again)).isNotEmpty().isEqualTo(Checkpoints.digests(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit", "clip"})
    void tablesOfTheSamePicturesGiveTheSameCheckpointAndTheSameFigures(String name) throws IOException {
        Cli pictures = prune(name, Pictures.folder(), "images:" + Pictures.folder(), folder.resolve("pictures"));
        Cli tables = prune(name, Pictures.tables(), "images:" + Pictures.tables() + "#label", folder.resolve("tables"));

        assertThat(tables.exit()).as(tables.err()).isZero();
        assertThat(Checkpoints.digests(folder.resolve("tables")))
                .isNotEmpty()
                .isEqualTo(Checkpoints.digests(folder.resolve("pictures")));
        assertThat(figures(tables)).isEqualTo(figures(pictures));
        assertThat(folder.resolve("tables/report.html")).content().contains("images:tables#label");
        assertThat(folder.resolve("tables/foldline_run.yaml")).content().contains(Pictures.tables() + "#label");
    }

    @Test
    void aDataSetOfTheHubIsPinnedDownloadedAndTakenAsTablesThatAreHere() throws Exception {
        Cli local = prune("vit", Pictures.tables(), "images:" + Pictures.tables(), folder.resolve("local"));
        assertThat(local.exit()).as(local.err()).isZero();
        try (HubServer server = new HubServer()) {
            server.publish("datasets/org/birds", birds());
            Map<String, String> environment = Map.of(
                    "HF_ENDPOINT", server.endpoint().toString(),
                    "HF_HOME", folder.resolve("huggingface").toString());
            try (Child child = Child.foldline(
                    folder.resolve("log"),
                    environment,
                    "prune",
                    "--model",
                    model("vit"),
                    "--drop",
                    "2",
                    "--samples",
                    "16",
                    "--calibration",
                    "hf://datasets/org/birds",
                    "--evaluate",
                    "images:hf://datasets/org/birds/data/test-*.parquet#label",
                    "--limit",
                    "5",
                    "--data-dir",
                    folder.resolve("data"),
                    "--out",
                    folder.resolve("out"))) {
                assertThat(child.exit()).as(child.log()).isZero();
                assertThat(child.log())
                        .contains("downloading " + BIRDS + "/data/train-00000-of-00002.parquet")
                        .contains("downloading " + BIRDS + "/data/test-00000-of-00002.parquet")
                        .contains("images:test-*.parquet#label");
            }
            assertThat(server.hub().requests())
                    .as("pictures behind those that are wanted stay where they are")
                    .noneMatch(request -> request.path().contains("test-00001"));
        }
        assertThat(Checkpoints.digests(folder.resolve("out")))
                .isNotEmpty()
                .isEqualTo(Checkpoints.digests(folder.resolve("local")));
        assertThat(folder.resolve("out/foldline_run.yaml"))
                .content()
                .contains(BIRDS + "/data/test-*.parquet#label")
                .doesNotContain("column");
    }

    /** The pictures as train and test split, beside texts that nobody wants. */
    private static HubContent birds() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (String shard : new String[] {"00000-of-00002.parquet", "00001-of-00002.parquet"}) {
            byte[] table = Files.readAllBytes(Pictures.tables().resolve("train-" + shard));
            files.put("data/train-" + shard, table);
            files.put("data/test-" + shard, table);
        }
        files.put("README.md", new byte[0]);
        files.put("data/train-00000-of-00001.jsonl", new byte[0]);
        return new HubContent(COMMIT, files);
    }

    private Path model(String name) throws IOException {
        Path model = folder.resolve(name);
        return Files.exists(model) ? model : Pictures.model(name, model);
    }

    private Cli prune(String name, Path calibration, String task, Path out) throws IOException {
        return SharedPipeline.prune(
                out,
                "--model",
                model(name),
                "--calibration",
                calibration,
                "--drop",
                "2",
                "--samples",
                "16",
                "--evaluate",
                task,
                "--json");
    }

    private static double accuracy(JsonNode golden) {
        return golden.properties().stream()
                        .filter(entry ->
                                entry.getKey().startsWith(entry.getValue().asText() + "/"))
                        .count()
                / 16.0;
    }

    /** What was measured, whatever the tasks are called. */
    private static String figures(Cli answer) throws IOException {
        JsonNode evaluation = new ObjectMapper().readTree(answer.out()).path("evaluation");
        return evaluation.findValues("acc") + " " + evaluation.get("retainedPercent");
    }
}
