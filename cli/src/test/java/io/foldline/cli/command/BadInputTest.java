package io.foldline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.cli.Cli;
import io.foldline.cli.Models;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot succeed is refused before anything is started: one line, exit code 3, nothing written. */
class BadInputTest {
    private static final Path TEXTS = Fixtures.path("data/calibration/tinystories-256.jsonl");

    @TempDir
    Path folder;

    @AfterEach
    void nothingIsWritten() {
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void thereIsNoSuchModel() {
        refused(folder.resolve("absent"), List.of(), "absent", "no such folder");
    }

    @Test
    void theFolderIsNoCheckpoint() throws IOException {
        refused(Files.createDirectory(folder.resolve("empty")), List.of(), "empty", "config.json");
    }

    @Test
    void theArchitectureIsNotKnown() throws IOException {
        Path model = Models.reconfigured(folder.resolve("m"), "\"llama\"", "\"mamba\"");
        refused(model, List.of(), "mamba", "llama");
    }

    @Test
    void theConfigurationIsMalformed() throws IOException {
        refused(Models.reconfigured(folder.resolve("m"), "\"llama\",", "\"llama\""), List.of(), "config.json");
    }

    @Test
    void theWeightsAreTruncated() throws IOException {
        refused(Models.truncated(folder.resolve("m")), List.of(), "model.safetensors");
    }

    @Test
    void tensorsOverlap() throws IOException {
        refused(Models.overlapping(folder.resolve("m")), List.of(), "model.safetensors", "input_layernorm");
    }

    @Test
    void aShardIsMissing() throws IOException {
        refused(Models.withoutShard(folder.resolve("m")), List.of(), "model-00002-of-00002.safetensors");
    }

    @Test
    void theWeightsArePickled() throws IOException {
        refused(Models.pickled(folder.resolve("m")), List.of(), "pytorch_model.bin", "safetensors");
    }

    @Test
    void theCalibrationIsNotThere() {
        refused(Models.tiny(), List.of("--calibration", "absent.jsonl"), "absent.jsonl", "no such file");
    }

    @Test
    void theCalibrationIsEmpty() throws IOException {
        Path texts = Models.lines(folder.resolve("texts.jsonl"), List.of("", ""));
        refused(Models.tiny(), List.of("--calibration", texts), "texts.jsonl", "no text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"text\": \"a\"|malformed", "{\"body\": \"a\"}|no column \"text\"", "{\"text\": 3}|not a string"
            })
    void aLineOfTheCalibrationIsMalformed(String line, String why) throws IOException {
        Path texts = Models.lines(folder.resolve("texts.jsonl"), List.of("{\"text\": \"fine\"}", line));
        refused(Models.tiny(), List.of("--calibration", texts), "texts.jsonl, line 2", why);
    }

    @Test
    void columnsAndWeightsBelongToSources() {
        refusedSources("--weight is there 1 times, --calibration 2 times", "--weight", "2");
        refusedSources("weight 0.0: expected a positive number", "--weight", "2", "--weight", "0");
        refusedSources("--column is there 3 times", "--column", "a", "--column", "b", "--column", "c");
    }

    private void refusedSources(String why, String... options) {
        List<Object> changed = new ArrayList<>(List.of("--calibration", TEXTS, "--calibration", TEXTS));
        changed.addAll(List.of(options));
        refused(Models.tiny(), changed, why);
    }

    @Test
    void calibrationIsNeeded() {
        Cli answer = Cli.run("prune", "--model", Models.tiny(), "--out", folder.resolve("out"), "--drop", "1");
        assertThat(answer.err()).contains("--calibration");
        assertThat(answer.exit()).isEqualTo(3);
    }

    @Test
    void textsAreLongerThanThePositions() {
        refused(Models.tiny(), List.of("--max-length", "513"), "513", "512");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5, 5", "100%, 100%", "0%, 0%"})
    void theDropIsOutOfRange(String drop, String named) {
        Cli answer = prune(Models.tiny(), List.of("--drop", drop));
        assertRefused(answer, "Drop " + named, "expected");
    }

    @ParameterizedTest
    @CsvSource({"3:2", "4:1", "9:1"})
    void theCutIsOutOfRange(String cut) {
        Cli answer = prune(Models.tiny(), List.of("--cut", cut));
        assertRefused(answer, "Cut " + cut, "5 blocks");
    }

    @Test
    void theOutputIsThere() throws IOException {
        Path out = Files.createDirectory(folder.resolve("taken"));
        Cli answer = Cli.run(
                "prune",
                "--model",
                Models.tiny(),
                "--calibration",
                TEXTS,
                "--drop",
                "1",
                "--out",
                out,
                "--data-dir",
                folder.resolve("data"));
        assertRefused(answer, "taken", "exists");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void theDevicesOfAClusterAreNotLookedForHere() {
        refused(Models.tiny(), List.of("--kafka", "127.0.0.1:1", "--device", "cuda:99"), "127.0.0.1:1", "broker");
        refused(Models.tiny(), List.of("--kafka", "127.0.0.1:1", "--device", "tpu"), "tpu");
    }

    @Test
    void noBrokerAnswers() {
        refused(Models.tiny(), List.of("--kafka", "127.0.0.1:1"), "127.0.0.1:1", "broker");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--method nothing|Unknown method \"nothing\"; known are: auto, ",
                "--selector nothing|Unknown selector \"nothing\"; known are: angular, ",
                "--evaluate nothing|unknown evaluation task \"nothing\"",
                "--evaluate wikitext|--task-data",
                "--evaluate hellaswag --task-data .|hellaswag.jsonl",
                "--evaluate ppl:absent.jsonl|absent.jsonl: no such file",
                "--evaluate ppl:absent.parquet|.parquet",
                "--policy other|expected one-shot or sequential",
                "--policy sequential --method uidl|method uidl folds no transform",
                "--cuts 2|--cuts 2 for 1 blocks to remove: expected 1 to 1",
                "--model hf://org/name/file|not a location of the hub",
                "--out s3://bucket|a whole bucket",
                "--out hf://org/name|only read from",
                "--compat other|expected reference",
                "--alpha-absolute -1|at least 0",
                "--samples 0|at least 1",
                "--limit 0|at least 1",
                "--run-id a/b|run id",
                "--device tpu|tpu",
                "--device cuda:99|is not there",
                "--task-seconds 0|at least 1",
                "--deadline 2020-01-01T00:00:00Z|expected a time to come",
                "--time-budget 0s|expected at least 1",
                "--time-budget 60s|no step that could be left out",
                "--tasks-dir x|x: no such folder of task files",
                "--fewshot -1|expected 0 or more"
            })
    void whatIsAskedForIsNotThere(String words, String why) {
        List<Object> changed = List.of((Object[]) words.split(" "));
        refused(Models.tiny(), changed, why);
    }

    private void refused(Path model, List<?> changed, String... named) {
        List<Object> options = new ArrayList<>(List.of("--drop", "1"));
        options.addAll(changed);
        assertRefused(prune(model, options), named);
    }

    private Cli prune(Path model, List<?> options) {
        List<Object> words = new ArrayList<>(List.of("prune"));
        add(words, options, "--model", model);
        add(words, options, "--out", folder.resolve("out"));
        add(words, options, "--calibration", TEXTS);
        add(words, options, "--data-dir", folder.resolve("data"));
        words.addAll(options);
        return Cli.run(words.toArray());
    }

    private static void add(List<Object> words, List<?> options, String option, Object value) {
        if (!options.contains(option)) {
            words.addAll(List.of(option, value));
        }
    }

    private static void assertRefused(Cli answer, String... named) {
        assertThat(answer.err()).startsWith("foldline: ").contains(named);
        assertThat(answer.err().lines()).hasSize(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.exit()).isEqualTo(3);
    }
}
