package io.foldline.merger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.TokenBatch;
import io.foldline.model.torch.TorchEngine;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Naive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Factors of the residual stream, by what the models compute with them. */
class ScaledCheckpointTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");
    private static final double FACTOR = 1.5;
    private static final TokenBatch TOKENS = new TokenBatch(new int[][] {{5, 17, 3, 29, 11, 2, 41, 8}});

    /** Keys of the epsilon of norms, which in models of tiny weights is not small beside these. */
    private static final List<String> EPSILONS = List.of("rms_norm_eps", "layer_norm_epsilon", "layer_norm_eps");

    @TempDir
    Path folder;

    private int written;

    static List<String> models() {
        return Fixtures.languageModels().stream()
                .filter(model -> !model.contains("olmo2") && !model.contains("opt"))
                .toList();
    }

    /** The final norm takes any factor away, and a head that is the embedding has to be made up for. */
    @ParameterizedTest
    @MethodSource("models")
    void scalingTheWholeStreamChangesNoLogit(String fixture) throws IOException {
        Checkpoint dense = withoutEpsilon(Fixtures.path(fixture));
        Checkpoint scaled = scaled(dense, new Change.Scale(5, true, FACTOR));
        assertThat(relativeDifference(logits(scaled), logits(dense)))
                .as(fixture)
                .isLessThan(1e-5);
    }

    /** What writes behind the place stays as it is. */
    @ParameterizedTest
    @MethodSource("models")
    void theStreamIsScaledUpToThePlace(String fixture) throws IOException {
        Checkpoint dense = withoutEpsilon(Fixtures.path(fixture));
        List<float[]> before = states(dense);
        List<float[]> behindAttention = states(scaled(dense, new Change.Scale(2, false, FACTOR)));
        assertThat(relativeDifference(behindAttention.get(1), times(FACTOR, before.get(1))))
                .as("behind the attention of block 2")
                .isLessThan(1e-5);
        assertThat(relativeDifference(behindAttention.get(2), before.get(2)))
                .as("what the MLP of block 2 adds")
                .isLessThan(1e-5);
        List<float[]> behindBlock = states(scaled(dense, new Change.Scale(1, true, FACTOR)));
        assertThat(relativeDifference(behindBlock.get(0), times(FACTOR, before.get(0))))
                .as("behind block 1")
                .isLessThan(1e-5);
        assertThat(relativeDifference(
                        minus(behindBlock.get(1), behindBlock.get(0)), minus(before.get(1), before.get(0))))
                .as("what the attention of block 2 adds")
                .isLessThan(1e-4);
    }

    private Checkpoint scaled(Checkpoint dense, Change.Scale scale) throws IOException {
        return write(PrunedCheckpoint.draft(dense, List.of(), List.of(scale)));
    }

    /** Transform and factor of one cut, and the factor of a second one behind it, in one tensor. */
    @Test
    void aFactorComesOnTopOfATransform() throws IOException {
        Checkpoint dense = Checkpoint.open(Fixtures.path("fixtures/architectures/llama-gqa"));
        DMatrixRMaj transform = DMatrixRMaj.wrap(64, 64, Naive.random(64 * 64, 5));
        List<Change> changes = List.of(new Change.Scale(3, true, FACTOR), new Change.Transform(1, () -> transform));
        Checkpoint pruned = write(PrunedCheckpoint.draft(dense, List.of(2, 4), changes));
        String down = "model.layers.1.mlp.down_proj.weight";
        double[] folded = Naive.fold(transform.data, transform.numRows, TensorReader.doubles(dense.tensor(down)));
        double[] found = TensorReader.doubles(pruned.tensor(down));
        for (int i = 0; i < folded.length; i++) {
            assertThat(found[i]).isEqualTo((double) (float) (FACTOR * folded[i]));
        }
    }

    @Test
    void refusesBlocksThatReadTheStreamAsItIs() throws IOException {
        Checkpoint dense = Checkpoint.open(Fixtures.path("fixtures/families/olmo2"));
        assertThatThrownBy(() -> PrunedCheckpoint.draft(dense, List.of(3), List.of(new Change.Scale(2, true, 2))))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("olmo2", "without a norm");
        Checkpoint llama = Checkpoint.open(Fixtures.path("fixtures/architectures/llama-gqa"));
        assertThatThrownBy(() -> PrunedCheckpoint.draft(llama, List.of(3), List.of(new Change.Scale(3, true, 2))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("block 3, which is not kept");
    }

    private Checkpoint withoutEpsilon(Path fixture) throws IOException {
        Checkpoint dense = Checkpoint.open(fixture);
        List<OutputTensor> tensors = new ArrayList<>();
        dense.tensors().forEach((name, info) -> tensors.add(new OutputTensor.Copied(name, info)));
        return write(new CheckpointDraft(
                dense,
                dense.config().with(json -> EPSILONS.stream().filter(json::has).forEach(key -> json.put(key, 1e-12))),
                tensors,
                Map.of()));
    }

    private Checkpoint write(CheckpointDraft draft) throws IOException {
        Path out = folder.resolve("c" + written++);
        new CheckpointWriter().write(draft, out, "r", WriteProgress.SILENT);
        return Checkpoint.open(out);
    }

    private static float[] logits(Checkpoint checkpoint) throws IOException {
        try (LanguageModel model = LanguageModel.load(checkpoint, CPU);
                NDManager manager = TorchEngine.newManager(model.device())) {
            return model.logits(manager, TOKENS).toFloatArray();
        }
    }

    /** The stream in front of block 2, that behind its attention, and what its MLP adds. */
    private static List<float[]> states(Checkpoint checkpoint) throws IOException {
        List<float[]> found = new ArrayList<>();
        try (LanguageModel model = LanguageModel.load(checkpoint, CPU)) {
            model.forward(TOKENS, 2, new BlockTap() {
                @Override
                public boolean wantsParts(int block) {
                    return block == 2;
                }

                @Override
                public void accept(BlockStates states) {
                    if (states.block() == 2) {
                        for (NDArray part : List.of(states.input(), states.residual(), states.mlpOutput())) {
                            found.add(part.toFloatArray());
                        }
                    }
                }
            });
        }
        return found;
    }

    private static float[] times(double factor, float[] values) {
        float[] product = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            product[i] = (float) (factor * values[i]);
        }
        return product;
    }

    private static float[] minus(float[] values, float[] others) {
        float[] difference = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            difference[i] = values[i] - others[i];
        }
        return difference;
    }

    private static double relativeDifference(float[] found, float[] expected) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow((double) found[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(error / size);
    }
}
