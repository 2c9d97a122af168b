package io.foldline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.cli.Cli;
import io.foldline.cli.Models;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.MethodOption;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no broker. */
class LibraryCommandsTest {
    @TempDir
    Path folder;

    @Test
    void analyzeListsEveryCandidate() throws IOException {
        Path csv = folder.resolve("distances.csv");
        Path report = folder.resolve("report.html");
        Cli answer = analyze("--csv", csv, "--report", report);

        assertThat(answer.exit()).as(answer.err()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + 4 + 3 + 2 + 1).startsWith("kept,removed,first,last,distance");
        assertThat(lines.get(7)).startsWith("2,2,3,4,0.");
        assertThat(answer.out().lines()).hasSize(2 + 10);
        assertThat(report).content().contains("Every candidate", "1 block removed", "2 blocks removed");
    }

    @Test
    void analyzeTakesOneSize() {
        assertThat(analyze("--drop", "40%", "--selector", "cosine").out().lines())
                .hasSize(2 + 3);
    }

    @Test
    void methodsListsAllThatCanBeSaid() {
        String page = Cli.run("methods").out();

        for (PruningMethod method : PruningMethods.all()) {
            assertThat(page).contains("\n" + method.name() + "\n    " + method.description() + "\n");
            for (MethodOption option : method.options()) {
                assertThat(page).contains("--option " + option.name() + "=" + option.fallback() + ": ");
            }
        }
        BlockSelectors.all()
                .forEach(selector ->
                        assertThat(page).contains("\n" + selector.name() + "\n    " + selector.description() + "\n"));
    }

    @Test
    void evaluateLeavesTheFilesOfTheHarness(@TempDir Path scores) throws IOException {
        Cli answer = Cli.run(
                "evaluate",
                "--model",
                Models.tiny(),
                "--evaluate",
                "copa",
                "--task-data",
                String.valueOf(Fixtures.path("data/tasks/copa.jsonl").getParent()),
                "--limit",
                "50",
                "--output-path",
                scores);

        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualTo("""
                |Tasks|Version|Filter|n-shot|Metric|   |Value |   |Stderr|
                |-----|------:|------|-----:|------|---|-----:|---|-----:|
                |copa |      1|none  |     0|acc   |↑  |0.6000|±  |0.0700|
                """);
        try (Stream<Path> files = Files.walk(scores)) {
            List<Path> left = files.filter(Files::isRegularFile).sorted().toList();
            assertThat(left).hasSize(2);
            JsonNode results = new ObjectMapper().readTree(left.get(0).toFile());
            assertThat(results.at("/results/copa/acc,none").asDouble()).isEqualTo(0.6);
            assertThat(results.at("/versions/copa").asDouble()).isEqualTo(1.0);
            assertThat(Files.readAllLines(left.get(1))).hasSize(50);
        }
    }

    @Test
    void evaluatePrintsFigures() throws IOException {
        String task = "ppl:" + Fixtures.path("data/text/tinystories-eval.jsonl");
        Cli answer = Cli.run("evaluate", "--model", Models.tiny(), "--evaluate", task, "--max-length", "256", "--json");

        assertThat(answer.exit()).as(answer.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(answer.out());
        assertThat(json.path("evaluation").path(task).path("perplexity").asDouble())
                .isCloseTo(4.157601717546056, within(4e-3));
    }

    private static Cli analyze(Object... options) {
        List<Object> words = new ArrayList<>(List.of(
                "analyze",
                "--model",
                Models.tiny(),
                "--calibration",
                Fixtures.path("data/calibration/tinystories-256.jsonl"),
                "--samples",
                "8"));
        words.addAll(List.of(options));
        return Cli.run(words.toArray());
    }
}
