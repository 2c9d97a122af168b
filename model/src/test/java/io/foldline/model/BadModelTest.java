package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadModelTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "auto");
    private static final TokenBatch BATCH = new TokenBatch(new int[][] {{3, 9, 27}, {1, 2}});

    @TempDir
    private Path folder;

    private CheckpointCopy copy;

    @BeforeEach
    void copy() throws IOException {
        copy = CheckpointCopy.of("fixtures/variants/llama-wide-heads", folder);
    }

    private double[] run() throws IOException {
        try (LanguageModel model = LanguageModel.load(copy.open(), CPU)) {
            return model.logLikelihoods(BATCH, new int[] {1, 1});
        }
    }

    private void assertRefused(String... named) {
        assertThatThrownBy(this::run).isInstanceOf(InputException.class).hasMessageContainingAll(named);
    }

    @Test
    void missingTensorsAreNamed() throws IOException {
        copy.config(config -> config.put("num_hidden_layers", 4));
        assertRefused("model.layers.3.input_layernorm.weight");
    }

    @Test
    void moreBlocksThanTheConfigurationSaysAreRefused() throws IOException {
        copy.config(config -> config.put("num_hidden_layers", 2));
        assertRefused("model.layers.2.", "2 blocks");
    }

    @Test
    void wrongShapesAreNamed() throws IOException {
        copy.config(config -> config.put("intermediate_size", 47));
        assertRefused("model.layers.0.mlp.gate_proj.weight", "[48, 32]", "[47, 32]");
    }

    @Test
    void aMissingHeadIsNamed() throws IOException {
        copy = CheckpointCopy.of(
                "fixtures/variants/llama-biases", folder.resolveSibling(folder.getFileName() + "-tied"));
        copy.config(config -> config.put("tie_word_embeddings", false));
        assertRefused("lm_head.weight");
    }

    @Test
    void biasesThatTheConfigurationDeniesAreRefused() throws IOException {
        copy = CheckpointCopy.of(
                "fixtures/variants/llama-biases", folder.resolveSibling(folder.getFileName() + "-bias"));
        copy.config(config -> config.put("mlp_bias", false));
        assertRefused("model.layers.0.mlp.gate_proj.bias", "no bias");
    }

    @Test
    void weightsThatAreNotFiniteAreNamed() throws IOException {
        copy.fill("model.layers.1.mlp.up_proj.weight", Float.NaN, 1);
        assertRefused("model.layers.1.mlp.up_proj.weight", "NaN");
        copy.fill("model.layers.1.mlp.up_proj.weight", Float.NEGATIVE_INFINITY, 1);
        assertRefused("model.layers.1.mlp.up_proj.weight", "NaN");
    }

    @Test
    void hugeFiniteWeightsAreNoError() throws IOException {
        copy.fill("model.norm.weight", Float.MAX_VALUE, 0);
        copy.fill("model.embed_tokens.weight", Float.MAX_VALUE, 4);
        assertThat(run()).hasSize(2);
    }

    @Test
    void theBlockWhoseOutputOverflowsIsNamed() throws IOException {
        copy.fill("model.layers.1.mlp.down_proj.weight", 3e38f, 32 * 48);
        assertRefused("block 1 ", "finite activations");
    }

    @Test
    void aHeadThatOverflowsIsNamed() throws IOException {
        copy.fill("lm_head.weight", 3e38f, 64 * 32);
        assertRefused("output head");
    }

    @Test
    void idsOutsideTheVocabularyAreNamed() throws IOException {
        try (LanguageModel model = LanguageModel.load(copy.open(), CPU)) {
            for (int id : new int[] {64, -1}) {
                assertThatThrownBy(() -> model.forward(new TokenBatch(new int[][] {{1, id}}), 0, BlockTap.NONE))
                        .isInstanceOf(InputException.class)
                        .hasMessageContainingAll("token id " + id, "0 to 63");
            }
        }
    }

    @Test
    void sequencesLongerThanThePositionsAreNamed() throws IOException {
        try (LanguageModel model = LanguageModel.load(copy.open(), CPU)) {
            model.forward(new TokenBatch(new int[][] {new int[64]}), 0, BlockTap.NONE);
            assertThatThrownBy(() -> model.forward(new TokenBatch(new int[][] {new int[65]}), 0, BlockTap.NONE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("65 tokens", "64 positions");
        }
    }

    @Test
    void blocksBehindTheLastOneAskedForAreNotRead() throws IOException {
        copy.fill("model.layers.2.mlp.up_proj.weight", Float.NaN, 1);
        try (LanguageModel model = LanguageModel.load(copy.open(), CPU)) {
            model.forward(BATCH, 1, BlockTap.NONE);
            assertThatThrownBy(() -> model.forward(BATCH, 3, BlockTap.NONE))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void tensorsMayLieUnaligned() throws IOException {
        double[] aligned = run();
        copy.unaligned();
        assertThat(copy.open().tensor("model.norm.weight").offset() % Float.BYTES)
                .isNotZero();
        assertThat(run()).isEqualTo(aligned);
    }
}
