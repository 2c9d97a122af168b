package io.foldline.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.cli.Stories;
import io.foldline.event.Cut;
import io.foldline.event.CutPolicy;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Method;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.event.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFileTest {
    private static final Set<String> KEYS = Set.of(
            "model",
            "out",
            "cut",
            "drop",
            "cuts",
            "policy",
            "selector",
            "selector-option",
            "method",
            "option",
            "alpha",
            "calibration",
            "column",
            "weight",
            "shuffle-seed",
            "samples",
            "evaluate",
            "chat-template",
            "calibration-dtype",
            "device",
            "dtype",
            "seed",
            "tasks",
            "priority",
            "task-seconds",
            "deadline",
            "time-budget",
            "max-length",
            "json");

    @TempDir
    Path folder;

    @Test
    void readsValuesAndListsAsTexts() throws IOException {
        assertThat(read("model: /m\ncut: [20:8, 3:1]\nalpha: 1e-3\njson: true\ndrop: 25%\n"))
                .containsExactly(
                        Map.entry("model", List.of("/m")),
                        Map.entry("cut", List.of("20:8", "3:1")),
                        Map.entry("alpha", List.of("1e-3")),
                        Map.entry("json", List.of("true")),
                        Map.entry("drop", List.of("25%")));
    }

    @Test
    void readsWhatTheWriterWrites() throws IOException {
        RunRequested request = RunRequested.newBuilder(Stories.request())
                .setCuts(List.of(new Cut(20, 8)))
                .setMethod(new Method(
                        "replaceme-ls", new Ridge(RidgeKind.RELATIVE, 1e-3), Map.of("loss", "mse", "epochs", "3")))
                .setSelector(new Selector("angular", Map.of("top", "2")))
                .setPriority(3)
                .setTaskSeconds(5)
                .setTimeBudget(90)
                .setDeadline(Stories.request().getRequestedAt().plusSeconds(7200))
                .build();
        Map<String, List<String>> values = read(RunFileWriter.of(request));

        assertThat(values)
                .containsEntry("model", List.of("/models/demo"))
                .containsEntry("out", List.of("/out/demo-small"))
                .containsEntry("cut", List.of("20:8"))
                .containsEntry("method", List.of("replaceme-ls"))
                .containsEntry("option", List.of("epochs=3", "loss=mse"))
                .containsEntry("selector-option", List.of("top=2"))
                .containsEntry("calibration", List.of("/data/calibration.jsonl"))
                .containsEntry("evaluate", List.of("ppl:/data/heldout.jsonl", "wikitext"))
                .containsEntry("samples", List.of("128"))
                .containsEntry("priority", List.of("3"))
                .containsEntry("task-seconds", List.of("5"))
                .containsEntry("time-budget", List.of("90s"))
                .containsEntry("deadline", List.of("7200s"))
                .doesNotContainKeys("drop", "max-length", "run-id");
        assertThat(values)
                .hasEntrySatisfying(
                        "alpha",
                        alpha -> assertThat(alpha)
                                .singleElement()
                                .satisfies(text ->
                                        assertThat(Double.parseDouble(text)).isEqualTo(1e-3)));
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCKS, 3, 3",
        "PERCENT, 12.5, 12.5%",
        "PARAMETERS, 1.2e9, params:1.2B",
        "BYTES, 3072, bytes:3KiB",
        "LATENCY_PERCENT, 20, latency:20%"
    })
    void namesWhatIsToGo(DropUnit unit, double amount, String drop) throws IOException {
        RunRequested request = RunRequested.newBuilder(Stories.request())
                .setCuts(List.of())
                .setDrop(new Drop(unit, amount))
                .setCutCount(2)
                .setCutPolicy(CutPolicy.SEQUENTIAL)
                .build();
        assertThat(read(RunFileWriter.of(request)))
                .containsEntry("drop", List.of(drop))
                .containsEntry("cuts", List.of("2"))
                .containsEntry("policy", List.of("sequential"));
    }

    @Test
    void namesEverySourceWithItsColumnAndWeight() throws IOException {
        RunRequested request = Stories.request();
        request.getCalibration()
                .setSources(List.of(
                        new TextSource("file:///data/a.jsonl", "text", 3.0),
                        new TextSource("file:///data/b.jsonl", "body", 1.0)));
        request.getCalibration().setShuffleSeed(7L);
        assertThat(read(RunFileWriter.of(request)))
                .containsEntry("calibration", List.of("/data/a.jsonl", "/data/b.jsonl"))
                .containsEntry("column", List.of("text", "body"))
                .containsEntry("weight", List.of("3.0", "1.0"))
                .containsEntry("shuffle-seed", List.of("7"));
    }

    @ParameterizedTest
    @CsvSource({"modle, model", "sample, samples", "max_length, max-length", "evaluation, evaluate"})
    void namesTheKeyThatWasPerhapsMeant(String wrong, String meant) {
        assertThatThrownBy(() -> read(wrong + ": 1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unknown key '" + wrong + "'; did you mean '" + meant + "'");
    }

    @Test
    void namesTheLineThatIsMalformed() {
        assertThatThrownBy(() -> read("model: /m\nout: [1,\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("run.yaml, line ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "just text",
                "- a",
                "model: {a: 1}",
                "model:",
                "model: 1\\nmodel: 2",
                "model: 1\\n---\\nout: 2"
            })
    void refusesWhatIsNoRunFile(String text) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("run.yaml");
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> RunFile.read(folder.resolve("absent.yaml"), KEYS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("absent.yaml: no such file");
    }

    private Map<String, List<String>> read(String text) throws IOException {
        return RunFile.read(Files.writeString(folder.resolve("run.yaml"), text), KEYS);
    }
}
