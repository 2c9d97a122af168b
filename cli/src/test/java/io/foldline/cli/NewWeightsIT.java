package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in rounds, from the command line to the checkpoint. */
class NewWeightsIT {
    private static final int SAMPLES = 64;

    @TempDir
    Path folder;

    @Test
    void makeUpForMoreThanATransformDoes() throws IOException {
        JsonNode transform = prune("transform", "--cut", "1:1", "--method", "replaceme-ls");
        JsonNode weights = prune("weights", "--cut", "1:1", "--method", "reconstruct", "--tasks", "3");
        JsonNode all = prune("all", "--drop", "1", "--method", "auto", "--tasks", "2");

        assertThat(all.get("removed").toString()).isEqualTo("[2]");
        assertThat(perplexity(weights)).isLessThan(perplexity(transform));
        assertThat(perplexity(all)).isLessThan(perplexity(weights));
        assertThat(Files.readString(folder.resolve("all/README.md"))).contains("new weights in block 4, mlp output");
        assertThat(Files.readString(folder.resolve("all/report.html")))
                .contains(
                        "left of what was missing", "Loss of the model without each block", "How much was made up for");
        JsonNode trials = all.get("trials");
        assertThat(trials.get(0).get("steps").asInt()).isZero();
        assertThat(trials.get(1).toString()).contains("\"block\":1", "\"map\":\"mlp_output\"");
        assertThat(trials.get(1).get("divergence").asDouble())
                .isLessThan(trials.get(0).get("divergence").asDouble());
        assertThat(weights.has("trials")).isFalse();
        Checkpoint pruned = Checkpoint.open(folder.resolve("all"));
        assertThat(pruned.config().json().get("num_hidden_layers").asInt()).isEqualTo(4);
    }

    /** The block in front of the cut is always brought to its end; as none can be begun after it, it is all that there is. */
    @Test
    void areAsManyAsThereIsTimeFor() throws IOException {
        JsonNode hurried = prune("hurried", "--cut", "1:1", "--method", "auto", "--time-budget", "1s");

        assertThat(hurried.get("trials").findValuesAsText("steps")).containsExactly("0", "3");
        assertThat(Checkpoint.open(folder.resolve("hurried"))
                        .config()
                        .json()
                        .get("num_hidden_layers")
                        .asInt())
                .isEqualTo(4);
    }

    /** The sums of the tasks add up to the same weights, whatever their number. */
    @Test
    void doNotDependOnTheNumberOfTasks() throws IOException {
        prune("one", "--cut", "1:2", "--method", "reconstruct", "--tasks", "1");
        prune("four", "--cut", "1:2", "--method", "reconstruct", "--tasks", "4");

        var one = Checkpoint.open(folder.resolve("one")).tensors();
        var four = Checkpoint.open(folder.resolve("four")).tensors();
        assertThat(four.keySet()).isEqualTo(one.keySet());
        for (Map.Entry<String, TensorInfo> tensor : one.entrySet()) {
            float[] expected = TensorReader.floats(tensor.getValue());
            float[] found = TensorReader.floats(Objects.requireNonNull(four.get(tensor.getKey())));
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).as(tensor.getKey()).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    @Test
    void areRefusedWhereAMapHasNoStateOfItsOwnToMeet() {
        Cli answer = SharedPipeline.prune(
                folder.resolve("out"), "--cut", "1:1", "--method", "auto", "--calibration-dtype", "nf4");

        assertThat(answer.exit()).isEqualTo(3);
        assertThat(answer.err()).contains("expected --calibration-dtype auto, found nf4");
    }

    private JsonNode prune(String out, Object... options) throws IOException {
        Object[] words = new Object[options.length + 7];
        System.arraycopy(options, 0, words, 0, options.length);
        Object[] more = {"--samples", SAMPLES, "--max-length", 128, "--evaluate", SharedPipeline.EVALUATION, "--json"};
        System.arraycopy(more, 0, words, options.length, more.length);
        Cli answer = SharedPipeline.prune(folder.resolve(out), words);
        assertThat(answer.exit()).as(answer.err()).isZero();
        return new ObjectMapper().readTree(answer.out());
    }

    private static double perplexity(JsonNode json) {
        return json.path("evaluation")
                .path("pruned")
                .path(SharedPipeline.EVALUATION)
                .path("perplexity")
                .asDouble();
    }
}
