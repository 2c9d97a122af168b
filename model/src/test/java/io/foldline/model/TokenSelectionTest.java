package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.checkpoint.InputException;
import io.foldline.model.torch.TorchEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSelectionTest {
    private static final SampleBatch BATCH =
            new SampleBatch(new TokenBatch(new int[][] {{5}, {6, 7, 8}}), List.of(40, 42));

    @Test
    void choosesRealTokensOnly() {
        TokenSelection all = TokenSelection.all(BATCH);
        assertThat(all.rows()).containsExactly(0, 3, 4, 5);
        assertThat(all.sample(0)).isEqualTo(40);
        assertThat(all.sample(3)).isEqualTo(42);
        assertThat(TokenSelection.summary(BATCH).rows()).containsExactly(0, 5);
        assertThat(all.where(sample -> sample == 42).rows()).containsExactly(3, 4, 5);
        assertThat(all.where(sample -> sample == 41).size()).isZero();
    }

    @Test
    void picksRowsAndNamesTheSampleOfABrokenOne() {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                TokenRows rows = new TokenRows()) {
            float[] values = {0, 1, Float.NaN, 3, 4, 5};
            NDArray hidden = scope.create(values, new Shape(2, 3, 1));
            assertThat(rows.pick(scope, 7, hidden, TokenSelection.all(BATCH)).toFloatArray())
                    .as("padding is not looked at")
                    .containsExactly(0, 3, 4, 5);
            NDArray broken = scope.create(new float[] {0, 1, 2, 3, Float.POSITIVE_INFINITY, 5}, new Shape(2, 3, 1));
            assertThatThrownBy(() -> rows.pick(scope, 7, broken, TokenSelection.all(BATCH)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("block 7: a hidden state of calibration sample 42 ");
        }
    }

    @Test
    void planNumbersSamplesFromTheirSet() {
        List<int[]> ids = List.of(new int[] {1, 2, 3}, new int[] {}, new int[] {4});
        List<SampleBatch> plan = SampleBatch.plan(ids, 16);
        assertThat(plan).hasSize(1);
        assertThat(plan.get(0).numbers()).containsExactly(18, 16);
        assertThat(plan.get(0).tokens().realTokens()).isEqualTo(4);
    }
}
