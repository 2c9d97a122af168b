package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.torch.TorchEngine;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LanguageModelTest {
    private static final int[] SHORT = {3, 9, 27};
    private static final int[] LONG = {5, 25, 61, 49, 53, 9, 45};

    private static LanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(Fixtures.path("fixtures/variants/llama-biases"));
        model = LanguageModel.load(checkpoint, ComputeOptions.parse("cpu", "f32"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void aBatchGivesWhatSingleSequencesGive() throws IOException {
        List<float[]> together = outputs(new TokenBatch(new int[][] {SHORT, LONG}));
        List<float[]> alone = outputs(new TokenBatch(new int[][] {SHORT}));
        for (int block = 0; block < alone.size(); block++) {
            float[] single = alone.get(block);
            // The first rows of the batch are those of its first sequence. Rounding is relative to the largest value.
            float tolerance = 1e-6f * largest(single);
            for (int i = 0; i < single.length; i++) {
                assertThat(together.get(block)[i]).isCloseTo(single[i], within(tolerance));
            }
        }
        double[] sums = model.logLikelihoods(new TokenBatch(new int[][] {SHORT, LONG}), new int[] {1, 1});
        assertThat(sums[0])
                .isCloseTo(model.logLikelihoods(new TokenBatch(new int[][] {SHORT}), new int[] {1})[0], within(1e-6));
        assertThat(sums[1])
                .isCloseTo(model.logLikelihoods(new TokenBatch(new int[][] {LONG}), new int[] {1})[0], within(1e-6));
    }

    @Test
    void scoresFromThePositionAskedFor() throws IOException {
        TokenBatch batch = new TokenBatch(new int[][] {LONG});
        double all = model.logLikelihoods(batch, new int[] {1})[0];
        double tail = model.logLikelihoods(batch, new int[] {4})[0];
        double head = model.logLikelihoods(new TokenBatch(new int[][] {{5, 25, 61, 49}}), new int[] {1})[0];
        assertThat(head + tail).isCloseTo(all, within(1e-5));
        assertThat(model.logLikelihoods(batch, new int[] {LONG.length})).containsExactly(0);
        assertThatThrownBy(() -> model.logLikelihoods(batch, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLastTokenOnlyNeedsToBePredicted() throws IOException {
        int positions = model.architecture().maxPositions();
        int[] full = IntStream.rangeClosed(0, positions).map(i -> i % 60).toArray();
        double sum = model.logLikelihoods(new TokenBatch(new int[][] {full}), new int[] {1})[0];
        double last = model.logLikelihoods(new TokenBatch(new int[][] {full}), new int[] {positions})[0];
        double rest =
                model.logLikelihoods(new TokenBatch(new int[][] {Arrays.copyOf(full, positions)}), new int[] {1})[0];
        assertThat(rest + last).isCloseTo(sum, within(1e-4));
    }

    @Test
    void stopsAfterTheLastBlockAsked() throws IOException {
        List<Integer> seen = new ArrayList<>();
        model.forward(new TokenBatch(new int[][] {SHORT}), 1, states -> seen.add(states.block()));
        assertThat(seen).containsExactly(0, 1);
    }

    @Test
    void partsAreThereOnlyWhereWanted() throws IOException {
        TokenBatch batch = new TokenBatch(new int[][] {SHORT});
        model.forward(batch, 2, new BlockTap() {
            @Override
            public void accept(BlockStates states) {
                if (wantsParts(states.block())) {
                    float[] sum = states.residual().add(states.mlpOutput()).toFloatArray();
                    assertThat(sum).isEqualTo(states.output().toFloatArray());
                } else {
                    assertThatThrownBy(states::mlpOutput).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(states::residual).isInstanceOf(IllegalStateException.class);
                }
            }

            @Override
            public boolean wantsParts(int block) {
                return block == 1;
            }
        });
    }

    @Test
    void aPassLeavesNothingBehind() throws IOException {
        List<NDArray> seen = new ArrayList<>();
        model.forward(new TokenBatch(new int[][] {SHORT, LONG}), 2, states -> {
            if (!seen.isEmpty()) {
                assertThat(seen.get(seen.size() - 1)).isSameAs(states.input());
            }
            assertThat(seen.stream().filter(state -> !state.isReleased())).hasSizeLessThanOrEqualTo(1);
            seen.add(states.output());
        });
        assertThat(seen).hasSize(3).allMatch(NDArray::isReleased);
    }

    @Test
    void logitsAreTheHeadOfTheFinalNorm() throws IOException {
        TokenBatch batch = new TokenBatch(new int[][] {SHORT});
        try (NDManager manager = TorchEngine.newManager(model.device())) {
            NDArray logits = model.logits(manager, batch);
            assertThat(logits.getShape().getShape()).containsExactly(1, 3, 64);
            double[] total = {0};
            NDArray logs = logits.logSoftmax(-1);
            for (int position = 1; position < SHORT.length; position++) {
                total[0] += logs.getFloat(0, position - 1, SHORT[position]);
            }
            assertThat(model.logLikelihoods(batch, new int[] {1})[0]).isCloseTo(total[0], within(1e-5));
            model.forward(batch, 2, states -> {
                if (states.block() == 2) {
                    assertThat(model.finalNorm(states.output()).getShape())
                            .isEqualTo(states.output().getShape());
                }
            });
        }
    }

    @Test
    void threadsRunPassesAtOnce() {
        List<Double> sums =
                IntStream.range(0, 16).parallel().mapToObj(i -> sum()).toList();
        assertThat(sums).allMatch(sums.get(0)::equals);
    }

    private static double sum() {
        try {
            return model.logLikelihoods(new TokenBatch(new int[][] {LONG, SHORT}), new int[] {1, 1})[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static List<float[]> outputs(TokenBatch batch) throws IOException {
        List<float[]> outputs = new ArrayList<>();
        model.forward(batch, 2, states -> outputs.add(states.output().toFloatArray()));
        return outputs;
    }
}
