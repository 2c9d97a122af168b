package io.foldline.merger;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.SmallFloat;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.torch.TorchEngine;
import io.foldline.passes.fold.TransformSource;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Naive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folded checkpoints compute what transformers computed after the same fold. */
class PrunedCheckpointOracleTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");

    @TempDir
    Path folder;

    static List<String> models() {
        return Fixtures.languageModels().stream()
                .filter(model -> Fixtures.available(model + "/golden_fold.safetensors"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsAreThoseOfTransformers(String fixture) throws IOException {
        Path source = Fixtures.path(fixture);
        GoldenFold golden = new GoldenFold(source);
        DMatrixRMaj transform = golden.transform();
        Checkpoint dense = Checkpoint.open(source);
        Checkpoint pruned = prune(dense, List.of(3, 4), Map.of(2, () -> transform));
        try (LanguageModel model = LanguageModel.load(pruned, CPU);
                NDManager manager = TorchEngine.newManager(model.device())) {
            NDArray logits = model.logits(manager, golden.batch());
            double difference = golden.difference(logits.toFloatArray());
            System.out.printf("%s: pruned logits differ by %.1e%n", fixture, difference);
            assertThat(difference).isLessThan(1e-4);
        }
    }

    @Test
    void aFloat32ModelIsRoundedOnce() throws IOException {
        Path source = Fixtures.path("fixtures/architectures/llama-gqa");
        DMatrixRMaj transform = new GoldenFold(source).transform();
        Checkpoint dense = Checkpoint.open(source);
        Checkpoint pruned = prune(dense, List.of(3, 4), Map.of(2, () -> transform));
        String down = "model.layers.2.mlp.down_proj.weight";
        double[] expected = Naive.fold(transform.data, transform.numRows, TensorReader.doubles(dense.tensor(down)));
        float[] found = TensorReader.floats(pruned.tensor(down));
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isEqualTo((float) expected[i]);
        }
    }

    @Test
    void aBfloat16ModelIsRoundedOnce() throws IOException {
        Checkpoint demo = Checkpoint.open(Fixtures.path("models/demo"));
        SafetensorsFile transforms = SafetensorsFile.read(Fixtures.path("oracles/demo-drop3-transforms.safetensors"));
        DMatrixRMaj transform = DMatrixRMaj.wrap(192, 192, transforms.readDoubles("replaceme-ls"));
        Checkpoint pruned = prune(demo, List.of(4, 5, 6), Map.of(3, () -> transform));
        String down = "model.layers.3.mlp.down_proj.weight";
        TensorInfo folded = pruned.tensor(down);
        assertThat(folded.dtype()).isEqualTo(DType.BF16);
        double[] expected = Naive.fold(transform.data, transform.numRows, TensorReader.doubles(demo.tensor(down)));
        double[] found = TensorReader.doubles(folded);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isEqualTo(SmallFloat.BF16.toDouble(SmallFloat.BF16.fromDouble(expected[i])));
        }
    }

    private Checkpoint prune(Checkpoint dense, List<Integer> removed, Map<Integer, TransformSource> folds)
            throws IOException {
        Path out = folder.resolve("pruned");
        new CheckpointWriter().write(PrunedCheckpoint.draft(dense, removed, folds), out, "r", WriteProgress.SILENT);
        return Checkpoint.open(out);
    }
}
