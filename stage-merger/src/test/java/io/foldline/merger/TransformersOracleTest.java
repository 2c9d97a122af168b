package io.foldline.merger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.passes.fold.TransformSource;
import io.foldline.pruning.Cut;
import io.foldline.testsupport.Fixtures;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock transformers loads pruned checkpoints, and they compute what the same pruning in torch computes. */
class TransformersOracleTest {
    /** Each weight in front of a cut is rounded once more. */
    private static final double SCALED = 1e-4;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ArrayNode cases = JSON.createArrayNode();

    @Test
    void loadsWithNoMissingAndNoUnexpectedKeysAndComputesTheSame() throws Exception {
        assumeTrue(transformersIsHere(), "skipped: no python3 with torch, transformers and safetensors here");
        for (String model : Fixtures.languageModels()) {
            String fold = model + "/golden_fold.safetensors";
            boolean folds = Fixtures.available(fold);
            add(model, folds ? fold : "", folds ? "transform" : "", 2, 2, CheckpointWriter.DEFAULT_SHARD_BYTES);
        }
        add("fixtures/architectures/llama-gqa", "", "", 2, 2, 200_000);
        add("models/stories260k", "oracles/stories260k-drop1-transforms.safetensors", "orthogonal", 2, 1, 300_000);
        add("models/demo", "oracles/demo-drop3-transforms.safetensors", "replaceme-ls", 3, 3, 3_000_000);
        for (String model :
                List.of("models/stories260k", "fixtures/architectures/llama-gqa", "fixtures/families/gpt2-bare")) {
            note(model, List.of(3), new Change.Scale(2, true, 1.25)).put("factor", 1.25);
            note(model, List.of(3), new Change.Collapse(new Cut(2, 1))).put("merged", true);
        }
        JsonNode results = check();
        assertThat(results).hasSize(cases.size());
        for (int i = 0; i < cases.size(); i++) {
            assertThat(results.get(i).get("keys").toString())
                    .as("%s", cases.get(i))
                    .isEqualTo("[]");
            assertThat(results.get(i).get("difference").doubleValue())
                    .as("%s", cases.get(i))
                    .isLessThan(cases.get(i).has("factor") ? SCALED : 1e-5);
        }
    }

    /** Prunes a model behind block 2 with a change and notes it as a case. */
    private ObjectNode note(String model, List<Integer> gone, Change change) throws IOException {
        Path dense = Fixtures.path(model);
        Path pruned = folder.resolve("pruned" + cases.size());
        new CheckpointWriter()
                .write(
                        PrunedCheckpoint.draft(Checkpoint.open(dense), gone, List.of(change)),
                        pruned,
                        "r",
                        WriteProgress.SILENT);
        ObjectNode noted = cases.addObject();
        noted.putNull("transform")
                .put("dense", dense.toString())
                .put("pruned", pruned.toString())
                .put("kept", 2);
        gone.forEach(noted.putArray("removed")::add);
        return noted;
    }

    /** Prunes a model and notes it as a case; an empty name of transforms: drops the blocks alone. */
    private void add(String model, String transforms, String name, int kept, int removed, long maxShardBytes)
            throws IOException {
        Path dense = Fixtures.path(model);
        Path pruned = folder.resolve("pruned" + cases.size());
        List<Integer> gone =
                IntStream.rangeClosed(kept + 1, kept + removed).boxed().toList();
        Map<Integer, TransformSource> folds = Map.of();
        ObjectNode noted = cases.addObject();
        if (!transforms.isEmpty()) {
            double[] values = SafetensorsFile.read(Fixtures.path(transforms)).readDoubles(name);
            int width = (int) Math.sqrt(values.length);
            folds = Map.of(kept, () -> DMatrixRMaj.wrap(width, width, values));
            Path file = folder.resolve("transform" + cases.size());
            SafetensorsWriter.write(file, Map.of("transform", DoubleTensor.matrix(width, width, values)));
            noted.put("transform", file.toString());
        } else {
            noted.putNull("transform");
        }
        new CheckpointWriter(maxShardBytes)
                .write(PrunedCheckpoint.draft(Checkpoint.open(dense), gone, folds), pruned, "r", WriteProgress.SILENT);
        noted.put("dense", dense.toString()).put("pruned", pruned.toString()).put("kept", kept);
        gone.forEach(noted.putArray("removed")::add);
    }

    private JsonNode check() throws Exception {
        Path script = folder.resolve("load_pruned.py");
        try (InputStream resource = getClass().getResourceAsStream("load_pruned.py")) {
            Files.copy(Objects.requireNonNull(resource), script);
        }
        Process process = python(script.toString());
        try (var input = process.outputWriter()) {
            input.write(cases.toString());
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> contentOf(errors())).isZero();
        return JSON.readTree(output);
    }

    private boolean transformersIsHere() throws InterruptedException {
        try {
            return python("-c", "import torch, transformers, safetensors").waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private File errors() {
        return folder.resolve("errors.txt").toFile();
    }

    private Process python(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("python3");
        builder.command().addAll(List.of(arguments));
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("OMP_NUM_THREADS", "2");
        return builder.redirectError(errors()).start();
    }
}
