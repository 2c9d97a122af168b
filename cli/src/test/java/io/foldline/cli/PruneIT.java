package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.event.TransformsSolved;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.log.RunLog;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run gives, from the command to the files. */
class PruneIT {
    @TempDir
    Path folder;

    @Test
    void printsTheObjectThatScriptsReadAndLeavesACompleteFolder() throws IOException {
        Path out = folder.resolve("out");
        String task = SharedPipeline.EVALUATION;
        Cli answer = SharedPipeline.prune(
                out, "--drop", "1", "--samples", "32", "--evaluate", task, "--limit", "16", "--json");

        assertThat(answer.exit()).as(answer.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(answer.out());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "runId",
                        "out",
                        "removed",
                        "kept",
                        "method",
                        "distances",
                        "residual",
                        "calibration",
                        "evaluation",
                        "seconds");
        assertThat(json.get("out").asText()).isEqualTo(out.toString());
        assertThat(json.get("removed").size()).isEqualTo(1);
        assertThat(json.get("kept").size()).isEqualTo(4);
        assertThat(json.get("distances").size()).isEqualTo(4);
        assertThat(json.get("residual").asDouble()).isBetween(0.0, 1.0);
        JsonNode evaluation = json.get("evaluation");
        assertThat(evaluation.get("retainedPercent").asDouble()).isBetween(1.0, 100.0);
        double dense = evaluation.path("dense").path(task).path("perplexity").asDouble();
        double pruned = evaluation.path("pruned").path(task).path("perplexity").asDouble();
        assertThat(dense).isBetween(3.0, 6.0);
        assertThat(pruned).isGreaterThan(dense);
        assertThat(json.get("seconds").fieldNames())
                .toIterable()
                .containsExactly("scorer", "calibrator", "solver", "merger", "evaluator");
        assertThat(Checkpoints.names(out))
                .contains(
                        "config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "README.md",
                        "report.html",
                        "foldline_run.yaml")
                .noneMatch(name -> name.endsWith(".part"));
        assertThat(out.resolve("README.md")).content().contains("base_model: stories260k", "## Scores");
        assertThat(out.resolve("report.html")).content().contains("angular distance", "Dense against pruned");
    }

    @Test
    void theRunFileMakesTheSameCheckpointAgain() throws IOException {
        Path out = folder.resolve("out");
        Path again = folder.resolve("again");
        SharedPipeline.prune(out, "--cut", "1:2", "--samples", "16", "--alpha-absolute", "0.5", "--tasks", "2");
        Cli answer =
                Cli.run("run", out.resolve("foldline_run.yaml"), "--out", again, "--kafka", SharedPipeline.broker());

        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(Checkpoints.digests(again)).isNotEmpty().isEqualTo(Checkpoints.digests(out));
    }

    @Test
    void theNumberOfTasksDoesNotChangeTheTransform() throws IOException {
        double[] one = transform("one", "1");
        double[] seven = transform("seven", "7");

        double difference = 0;
        double norm = 0;
        for (int i = 0; i < one.length; i++) {
            difference += (one[i] - seven[i]) * (one[i] - seven[i]);
            norm += one[i] * one[i];
        }
        assertThat(Math.sqrt(difference / norm)).isLessThan(1e-9);
    }

    private double[] transform(String run, String tasks) throws IOException {
        Cli answer = SharedPipeline.prune(
                folder.resolve(run), "--drop", "1", "--samples", "64", "--tasks", tasks, "--run-id", run);
        assertThat(answer.exit()).as(answer.err()).isZero();
        try (RunLog log = RunLog.open(KafkaSettings.of(SharedPipeline.broker()))) {
            TransformsSolved solved =
                    log.whole(run).flatMap(view -> view.event(Topics.SOLVER)).orElseThrow();
            URI transform = URI.create(solved.getFolds().get(0).getTransform().getUri());
            return SafetensorsFile.read(Path.of(transform)).readDoubles("transform");
        }
    }
}
