package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.model.torch.ScalarType;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which weights are rounded to four bits for statistics. */
class Nf4WeightsTest {
    private static final ComputeOptions EXACT = ComputeOptions.parse("cpu", "f32");

    @Test
    void theMatricesOfTheBlocksAndNothingElse() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(Fixtures.path("fixtures/architectures/llama-gqa"));
        Architecture architecture = Architecture.of(checkpoint);
        try (Weights exact = new Weights(checkpoint, architecture, EXACT);
                Weights rounded = new Weights(checkpoint, architecture, EXACT.forStatistics("nf4"))) {
            assertSame(exact.inputs(), rounded.inputs());
            assertSame(exact.outputs(), rounded.outputs());
            List<NDArray> before = exact.block(2);
            List<NDArray> after = rounded.block(2);
            for (int i = 0; i < before.size(); i++) {
                float[] values = after.get(i).toFloatArray();
                if (before.get(i).getShape().dimension() == 2) {
                    assertThat(distinct(Arrays.copyOf(values, 64))).isLessThanOrEqualTo(16);
                    assertThat(values).isNotEqualTo(before.get(i).toFloatArray());
                } else {
                    assertThat(values).isEqualTo(before.get(i).toFloatArray());
                }
            }
        }
    }

    @Test
    void areAnotherKindOfComputing() {
        assertThat(EXACT.forStatistics("auto")).isEqualTo(EXACT);
        assertThat(EXACT.kind()).isEqualTo("cpu FLOAT32");
        assertThat(EXACT.forStatistics("nf4").kind()).isEqualTo("cpu FLOAT32 NF4");
        assertThat(EXACT.forStatistics("nf4").dtype()).contains(ScalarType.FLOAT32);
        assertThatThrownBy(() -> EXACT.forStatistics("fp4"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("fp4", "auto or nf4");
    }

    private static long distinct(float[] values) {
        return Arrays.stream(floats(values)).distinct().count();
    }

    private static double[] floats(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static void assertSame(List<NDArray> one, List<NDArray> other) {
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.get(i).toFloatArray()).isEqualTo(other.get(i).toFloatArray());
        }
    }
}
