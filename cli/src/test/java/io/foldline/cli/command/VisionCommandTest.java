package io.foldline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.cli.Cli;
import io.foldline.cli.Models;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of models of images, and of what does not fit to them. */
class VisionCommandTest {
    private static final Path TEXTS = Fixtures.path("data/calibration/tinystories-256.jsonl");
    private static final String PICTURES = "images:" + Pictures.folder();

    @TempDir
    Path folder;

    @Test
    void analyzeScoresTheCutsOfAVisionModel() throws IOException {
        Path csv = folder.resolve("distances.csv");
        Cli answer =
                Cli.run("analyze", "--model", vit(), "--calibration", Pictures.folder(), "--drop", "2", "--csv", csv);
        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(Files.readAllLines(csv)).hasSize(1 + 4);
    }

    @Test
    void evaluateGivesTheAccuracy() throws IOException {
        Cli answer = Cli.run("evaluate", "--model", vit(), "--evaluate", PICTURES, "--limit", "8", "--json");
        assertThat(answer.exit()).as(answer.err()).isZero();
        JsonNode accuracy =
                new ObjectMapper().readTree(answer.out()).path("evaluation").path(PICTURES);
        assertThat(accuracy.get("acc").asDouble() * 8)
                .isBetween(0.0, 8.0)
                .satisfies(n -> assertThat(n % 1).isZero());
    }

    @Test
    void textsAreNotForModelsOfImages() throws IOException {
        refused(
                vit(),
                TEXTS,
                List.of(),
                "tinystories-256.jsonl: a file",
                "a model of images takes a folder of pictures");
        refused(vit(), Pictures.folder(), List.of("--evaluate", "ppl:" + TEXTS), "vit is a model of images");
        refused(vit(), Pictures.folder(), List.of("--max-length", "8"), "--max-length 8", "17 tokens");
    }

    @Test
    void picturesAreNotForModelsOfTexts() {
        refused(Models.tiny(), Pictures.folder(), List.of(), "no files *.parquet", "pictures are for models of images");
        refused(Models.tiny(), TEXTS, List.of("--evaluate", PICTURES), "llama is a model of texts");
    }

    @Test
    void whatProcessesPicturesHasToBeThere() throws IOException {
        Path model = vit();
        Files.delete(model.resolve("preprocessor_config.json"));
        refused(model, Pictures.folder(), List.of(), "no preprocessor_config.json");
    }

    private Path vit() throws IOException {
        return Pictures.model("vit", folder.resolve("vit"));
    }

    private void refused(Path model, Path calibration, List<String> more, String... words) {
        List<Object> line = new ArrayList<>(List.of(
                "prune",
                "--model",
                model,
                "--out",
                folder.resolve("out"),
                "--drop",
                "1",
                "--calibration",
                calibration,
                "--data-dir",
                folder.resolve("data")));
        line.addAll(more);
        Cli answer = Cli.run(line.toArray());
        assertThat(answer.exit()).as(answer.err()).isEqualTo(3);
        assertThat(answer.err()).contains(words);
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
