package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several cuts, and budgets, from the command line to checkpoint, report and card. */
class CutsIT {
    @TempDir
    Path folder;

    /** Distances, cuts and perplexity of the original library with two transforms that are not merged. */
    @Test
    void twoCutsAreThoseOfTheOriginalLibrary() throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(Fixtures.path("oracles/reference-demo.json").toFile())
                .get("two_cuts_of_2_one_shot_not_merged");
        String task = "ppl:" + Fixtures.path("data/text/demo-heldout.jsonl");
        JsonNode json = prune(
                "reference",
                "--model",
                Fixtures.path("models/demo"),
                "--calibration",
                Fixtures.path("data/calibration/demo-calibration.jsonl"),
                "--samples",
                64,
                "--max-length",
                256,
                "--compat",
                "reference",
                "--alpha-absolute",
                0,
                "--drop",
                4,
                "--cuts",
                2,
                "--policy",
                "one-shot",
                "--evaluate",
                task);
        for (int kept = 0; kept < 10; kept++) {
            assertThat(json.at("/distances/" + kept + "/distance").asDouble())
                    .isCloseTo(expected.at("/distances/" + kept).asDouble(), within(1e-5));
        }
        assertThat(json.get("removed").toString()).isEqualTo("[5,6,9,10]");
        assertThat(json.get("evaluation")
                        .get("pruned")
                        .get(task)
                        .get("perplexity")
                        .asDouble())
                .isCloseTo(expected.at("/lstsq/perplexity").asDouble(), Percentage.withPercentage(0.1));
    }

    @Test
    void cutsAreFoldedOneAfterTheOtherUnlessToldOtherwise() throws IOException {
        Object[] twoCuts = {
            "--model",
            Fixtures.path("models/demo"),
            "--calibration",
            Fixtures.path("data/calibration/demo-calibration.jsonl"),
            "--drop",
            4,
            "--cuts",
            2
        };
        List<Object> told = new ArrayList<>(List.of(twoCuts));
        told.addAll(List.of("--policy", "one-shot"));
        JsonNode sequential = prune("sequential", twoCuts);
        JsonNode oneShot = prune("one-shot", told.toArray());
        assertThat(sequential.get("removed")).isEqualTo(oneShot.get("removed")).hasSize(4);
        assertThat(sequential.get("residual").asDouble())
                .isNotEqualTo(oneShot.get("residual").asDouble());
        assertThat(Files.readString(folder.resolve("sequential/foldline_run.yaml")))
                .contains("cuts: 2\n", "policy: sequential\n");
        assertThat(Files.readString(folder.resolve("one-shot/foldline_run.yaml")))
                .contains("policy: one-shot\n");
        assertThat(Files.readString(folder.resolve("sequential/README.md")))
                .contains("| cuts calibrated | each with the folds in front of it |");
        assertThat(Files.readString(folder.resolve("one-shot/README.md")))
                .contains("| cuts calibrated | all on the dense model |");
        assertThat(Files.readString(folder.resolve("sequential/report.html")))
                .contains("of 2 windows that do not overlap the lowest were chosen", "4 blocks in 2 windows");
        Cli again = Cli.run(
                "run",
                folder.resolve("sequential/foldline_run.yaml"),
                "--out",
                folder.resolve("again"),
                "--kafka",
                SharedPipeline.broker());
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(Files.mismatch(
                        folder.resolve("again/model.safetensors"), folder.resolve("sequential/model.safetensors")))
                .isEqualTo(-1);
    }

    @Test
    void whatIsRemovedOneByOneMakesSeveralCuts() throws IOException {
        JsonNode json = prune("sleb", "--drop", 2, "--selector", "sleb", "--method", "replaceme-ls");
        assertThat(json.get("removed").toString()).isEqualTo("[2,4]");
        assertThat(Files.readString(folder.resolve("sleb/README.md"))).contains("each with the folds in front of it");
        JsonNode weights = prune("weights", "--drop", 2, "--cuts", 2, "--method", "reconstruct");
        assertThat(weights.get("removed")).hasSize(2);
    }

    @Test
    void aBudgetSaysWhatItCameTo() throws IOException {
        long all = Checkpoint.open(Models.tiny()).weightBytes();
        Cli answer = SharedPipeline.prune(folder.resolve("out"), "--drop", "bytes:" + all / 5, "--samples", 16);
        assertThat(answer.exit()).as(answer.err()).isZero();
        long kept = Checkpoint.open(folder.resolve("out")).weightBytes();
        assertThat(all - kept).isGreaterThanOrEqualTo(all / 5);
        assertThat(answer.out())
                .containsPattern("budget bytes:\\S+: 2 blocks with [^,]+ bytes go, [^,]+ of [^,]+ are left");
        assertThat(Files.readString(folder.resolve("out/report.html"))).contains("Budget bytes:", "are left");
        assertThat(Files.readString(folder.resolve("out/README.md"))).contains("| to be removed at least | bytes:");
        assertThat(Files.readString(folder.resolve("out/foldline_run.yaml"))).contains("drop: bytes:");

        JsonNode timed = prune("timed", "--drop", "latency:1%", "--samples", 16);
        assertThat(timed.get("removed")).hasSize(1);
        assertThat(timed.at("/budget/asked").asText()).isEqualTo("latency:1%");
        assertThat(timed.at("/budget/removed").asDouble()).isBetween(1e-6, 10.0);
        assertThat(timed.at("/budget/left").asDouble()).isPositive();
    }

    @Test
    void aBudgetThatNeedsEveryBlockIsRefused() {
        Cli answer = SharedPipeline.prune(folder.resolve("out"), "--drop", "params:1B", "--samples", 16);
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(answer.err())
                .contains("Drop params:1B: the model's 4 blocks behind the first", "expected at most that");
    }

    private JsonNode prune(String out, Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of(options));
        if (!words.contains("--samples")) {
            words.addAll(List.of("--samples", 32, "--max-length", 128));
        }
        words.add("--json");
        Cli answer = SharedPipeline.prune(folder.resolve(out), words.toArray());
        assertThat(answer.exit()).as(answer.err()).isZero();
        return new ObjectMapper().readTree(answer.out());
    }
}
