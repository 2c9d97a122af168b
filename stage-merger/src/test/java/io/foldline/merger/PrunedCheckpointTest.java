package io.foldline.merger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.passes.fold.TransformSource;
import io.foldline.pruning.Cut;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Naive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunedCheckpointTest {
    private static final String DOWN = "model.layers.%d.mlp.down_proj.";
    private static final DMatrixRMaj TRANSFORM = DMatrixRMaj.wrap(64, 64, Naive.random(64 * 64, 5));

    @TempDir
    Path folder;

    private Checkpoint dense;

    @BeforeEach
    void open() throws IOException {
        dense = Checkpoint.open(Fixtures.path("fixtures/architectures/llama-gqa"));
    }

    @Test
    void blocksThatStayMoveUpUnchanged() throws IOException {
        Checkpoint pruned = write(PrunedCheckpoint.draft(dense, List.of(1, 4), Map.of()));
        List<Integer> kept = List.of(0, 2, 3, 5);
        int perBlock = (dense.tensors().size() - 3) / 6;
        assertThat(pruned.tensors()).hasSize(3 + 4 * perBlock);
        for (TensorInfo tensor : pruned.tensors().values()) {
            String name = tensor.name();
            for (int block = kept.size() - 1; block >= 0; block--) {
                name = name.replaceFirst("^model\\.layers\\." + block + "\\.", "model.layers." + kept.get(block) + ".");
                if (!name.equals(tensor.name())) {
                    break;
                }
            }
            assertThat(TensorReader.floats(tensor))
                    .as("%s of %s", tensor.name(), name)
                    .containsExactly(TensorReader.floats(dense.tensor(name)));
        }
        ObjectNode expected = dense.config().json();
        expected.put("num_hidden_layers", 4);
        assertThat(pruned.config().json()).isEqualTo(expected);
    }

    @Test
    void theIdentityFoldsToTheSameBytes() throws IOException {
        DMatrixRMaj identity = CommonOps_DDRM.identity(64);
        Checkpoint pruned = write(PrunedCheckpoint.draft(dense, List.of(3), Map.of(2, () -> identity)));
        String down = DOWN.formatted(2) + "weight";
        assertThat(TensorReader.floats(pruned.tensor(down))).containsExactly(TensorReader.floats(dense.tensor(down)));
    }

    @Test
    void removedBlocksAreMergedIntoTheKeptOne() throws IOException {
        Checkpoint pruned =
                write(PrunedCheckpoint.draft(dense, List.of(3, 4), List.of(new Change.Collapse(new Cut(2, 2)))));
        for (String name : List.of("mlp.down_proj.weight", "self_attn.q_proj.weight", "input_layernorm.weight")) {
            float[] found = TensorReader.floats(pruned.tensor("model.layers.2." + name));
            double[] own = TensorReader.doubles(dense.tensor("model.layers.2." + name));
            double[] first = TensorReader.doubles(dense.tensor("model.layers.3." + name));
            double[] second = TensorReader.doubles(dense.tensor("model.layers.4." + name));
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isEqualTo((float) (own[i] + (first[i] - own[i]) + (second[i] - own[i])));
            }
        }
        assertThat(TensorReader.floats(pruned.tensor("model.layers.3.mlp.up_proj.weight")))
                .containsExactly(TensorReader.floats(dense.tensor("model.layers.5.mlp.up_proj.weight")));
    }

    @Test
    void blocksOfOtherKindsAreNotMerged() throws IOException {
        Checkpoint mixed = Checkpoint.open(Fixtures.path("fixtures/families/qwen3-moe-mixed"));
        assertThatThrownBy(
                        () -> PrunedCheckpoint.draft(mixed, List.of(1, 2), List.of(new Change.Collapse(new Cut(0, 2)))))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("another kind", "choose another cut");
    }

    @Test
    void severalFoldsInOneModel() throws IOException {
        DMatrixRMaj other = DMatrixRMaj.wrap(64, 64, Naive.random(64 * 64, 6));
        Checkpoint pruned =
                write(PrunedCheckpoint.draft(dense, List.of(1, 4, 5), Map.of(0, () -> TRANSFORM, 3, () -> other)));
        assertFolded(pruned, 0, 0, TRANSFORM, "weight");
        assertFolded(pruned, 2, 3, other, "weight");
        assertThat(pruned.config().json().get("num_hidden_layers").intValue()).isEqualTo(3);
    }

    @Test
    void biasesAreFoldedToo() throws IOException {
        dense = variant("biased", config -> config.put("mlp_bias", true), biases());
        Checkpoint pruned = write(PrunedCheckpoint.draft(dense, List.of(3, 4), Map.of(2, () -> TRANSFORM)));
        assertFolded(pruned, 2, 2, TRANSFORM, "weight");
        assertFolded(pruned, 2, 2, TRANSFORM, "bias");
        assertThat(TensorReader.floats(pruned.tensor(DOWN.formatted(3) + "bias")))
                .containsExactly(TensorReader.floats(dense.tensor(DOWN.formatted(5) + "bias")));
    }

    @Test
    void listsWithOneEntryABlockAreShortened() throws IOException {
        dense = variant(
                "listed",
                config -> {
                    config.putArray("layer_types");
                    for (int block = 0; block < 6; block++) {
                        config.withArray("layer_types").add("full_attention");
                    }
                    config.putArray("six_of_another_kind")
                            .add(1)
                            .add(2)
                            .add(3)
                            .add(4)
                            .add(5)
                            .add(6);
                },
                List.of());
        JsonNode config =
                PrunedCheckpoint.draft(dense, List.of(3, 4), Map.of()).config().json();
        assertThat(config.get("layer_types")).hasSize(4);
        assertThat(config.get("six_of_another_kind")).hasSize(6);
        assertThat(config.get("num_hidden_layers").intValue()).isEqualTo(4);
    }

    @Test
    void namesAListOfAnotherLength() throws IOException {
        dense = variant("short", config -> config.putArray("layer_types").add("full_attention"), List.of());
        assertRefused(List.of(3), Map.of(), "layer_types has 1 entries, expected one for each of the 6 blocks");
    }

    @Test
    void namesATensorOfABlockThatTheConfigLacks() throws IOException {
        dense = variant("long", config -> config.put("num_hidden_layers", 5), List.of());
        assertRefused(List.of(3), Map.of(), "belongs to none of the 5 blocks");
    }

    @Test
    void namesAMissingTarget() throws IOException {
        dense = variant("lacking", config -> config.put("mlp_bias", true), List.of());
        assertRefused(List.of(3), Map.of(2, () -> TRANSFORM), DOWN.formatted(2) + "bias");
    }

    @Test
    void refusesBlocksOutOfRange() {
        assertRefused(List.of(6), Map.of(), "the model has 6, numbered from 0");
        assertRefused(List.of(-1), Map.of(), "the model has 6, numbered from 0");
        assertRefused(List.of(0, 1, 2, 3, 4, 5), Map.of(), "all 6 blocks");
        assertRefused(List.of(3), Map.of(3, () -> TRANSFORM), "block 3, which is not kept");
        assertRefused(List.of(3), Map.of(6, () -> TRANSFORM), "block 6, which is not kept");
    }

    private void assertRefused(List<Integer> removed, Map<Integer, TransformSource> folds, String problem) {
        assertThatThrownBy(() -> PrunedCheckpoint.draft(dense, removed, folds))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(problem);
    }

    private void assertFolded(Checkpoint pruned, int block, int denseBlock, DMatrixRMaj transform, String kind)
            throws IOException {
        double[] source = TensorReader.doubles(dense.tensor(DOWN.formatted(denseBlock) + kind));
        double[] expected = Naive.fold(transform.data, transform.numRows, source);
        float[] found = TensorReader.floats(pruned.tensor(DOWN.formatted(block) + kind));
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isEqualTo((float) expected[i]);
        }
    }

    private static List<OutputTensor> biases() {
        List<OutputTensor> biases = new ArrayList<>();
        for (int block = 0; block < 6; block++) {
            double[] values = Naive.random(64, block);
            TensorSpec spec = new TensorSpec(DOWN.formatted(block) + "bias", DType.F32, List.of(64L));
            biases.add(new OutputTensor.Computed(spec, sink -> sink.write(values)));
        }
        return biases;
    }

    /** The dense model with another configuration and more tensors. */
    private Checkpoint variant(String name, Consumer<ObjectNode> change, List<OutputTensor> more) throws IOException {
        List<OutputTensor> tensors = new ArrayList<>(more);
        dense.tensors().forEach((tensor, info) -> tensors.add(new OutputTensor.Copied(tensor, info)));
        CheckpointDraft draft = new CheckpointDraft(dense, dense.config().with(change), tensors, Map.of());
        new CheckpointWriter().write(draft, folder.resolve(name), "r", WriteProgress.SILENT);
        return Checkpoint.open(folder.resolve(name));
    }

    private Checkpoint write(CheckpointDraft draft) throws IOException {
        new CheckpointWriter().write(draft, folder.resolve("pruned"), "r", WriteProgress.SILENT);
        return Checkpoint.open(folder.resolve("pruned"));
    }
}
