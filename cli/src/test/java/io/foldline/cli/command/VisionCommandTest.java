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
    void tablesOfPicturesAreTakenLikeFolders() throws IOException {
        String tables = "images:" + Pictures.tables().resolve("train-*.parquet") + "#label";
        Cli table = Cli.run("evaluate", "--model", vit(), "--evaluate", tables, "--json");
        Cli pictures = Cli.run("evaluate", "--model", vit(), "--evaluate", PICTURES, "--json");
        assertThat(table.exit()).as(table.err()).isZero();
        assertThat(accuracy(table, tables))
                .isEqualTo(accuracy(pictures, PICTURES))
                .isBetween(0.1, 0.9);
        Cli words = Cli.run("evaluate", "--model", vit(), "--evaluate", tables);
        assertThat(words.out()).contains("images:train-*.parquet#label");
        Object[] analyze = {"analyze", "--model", vit(), "--drop", "2", "--calibration"};
        assertThat(run(analyze, Pictures.tables()).out())
                .isNotEmpty()
                .isEqualTo(run(analyze, Pictures.folder()).out());
    }

    private static Cli run(Object[] line, Path calibration) {
        List<Object> words = new ArrayList<>(List.of(line));
        words.add(calibration);
        return Cli.run(words.toArray());
    }

    private static double accuracy(Cli answer, String task) throws IOException {
        return new ObjectMapper()
                .readTree(answer.out())
                .path("evaluation")
                .path(task)
                .path("acc")
                .asDouble();
    }

    @Test
    void tablesThatDoNotFitAreRefusedBeforeARunBegins() throws IOException {
        refused(vit(), Pictures.tables(), List.of("--column", "photo"), "no column \"photo\"", "[image, label]");
        refused(vit(), Pictures.tables(), List.of("--column", "label"), "\"label\" holds no pictures but BIGINT");
        String task = "images:" + Pictures.tables();
        refused(vit(), Pictures.tables(), List.of("--evaluate", task + "#kind"), "no column \"kind\"");
        refused(vit(), Pictures.tables(), List.of("--evaluate", PICTURES + "#kind"), "has no column \"kind\"");
        refused(vit(), Pictures.tables().resolve("none-*.parquet"), List.of(), "no files none-*.parquet in it");
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
