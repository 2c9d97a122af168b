package io.foldline.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorLoaderTest {
    private static final String NAME = "model.layers.1.mlp.gate_proj.weight";

    @ParameterizedTest
    @CsvSource({"llama-biases, FLOAT32", "llama-bf16, FLOAT32", "llama-bf16, BFLOAT16"})
    void valuesAreThoseOfTheFile(String fixture, ScalarType type) throws IOException {
        TensorInfo info =
                Checkpoint.open(Fixtures.path("fixtures/variants/" + fixture)).tensor(NAME);
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                TensorLoader loader = new TensorLoader()) {
            NDArray tensor = loader.load(info, manager, type);
            assertThat(tensor.getShape().getShape()).containsExactly(48, 32);
            // Mappings may go before the tensors that view them.
            loader.close();
            float[] values = tensor.toType(DataType.FLOAT32, true).toFloatArray();
            assertThat(values).isEqualTo(TensorReader.floats(info));
        }
    }

    @Test
    void dtypesThatAreNoWeightsAreRefused() throws IOException {
        TensorInfo info =
                Checkpoint.open(Fixtures.path("fixtures/variants/llama-biases")).tensor(NAME);
        TensorInfo bytes = new TensorInfo(NAME, DType.I8, List.of(8L), info.file(), info.offset(), 8);
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                TensorLoader loader = new TensorLoader()) {
            assertThatThrownBy(() -> loader.load(bytes, manager, ScalarType.FLOAT32))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll(NAME, "I8");
        }
    }
}
