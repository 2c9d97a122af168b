package io.foldline.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden tensors are those of {@code nf4.py}, which computes by the definition and compares with bitsandbytes. */
class Nf4OracleTest {
    /** Shapes that no block of 64 divides, values that are zero, tiny or huge, both dtypes. */
    @ParameterizedTest
    @ValueSource(strings = {"normal", "bf16", "odd", "small", "sparse", "transposed"})
    void isTheGoldenToTheLastBit(String name) throws IOException, URISyntaxException {
        URL golden = Objects.requireNonNull(Nf4OracleTest.class.getResource("nf4.safetensors"));
        SafetensorsFile file = SafetensorsFile.read(Path.of(golden.toURI()));
        TensorInfo weight = file.tensor(name);
        ScalarType type = ScalarType.of(weight.dtype()).orElseThrow();
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                TensorLoader loader = new TensorLoader();
                Nf4 nf4 = new Nf4();
                NDArray exact = loader.load(weight, manager, type);
                NDArray expected = loader.load(file.tensor(name + ".nf4"), manager, ScalarType.FLOAT32);
                NDArray rounded = nf4.round(manager, exact, name.equals("transposed"))) {
            assertThat(rounded.getShape()).isEqualTo(expected.getShape());
            assertThat(rounded.getDataType()).isEqualTo(exact.getDataType());
            assertThat(rounded.toType(expected.getDataType(), false).toFloatArray())
                    .containsExactly(expected.toFloatArray());
        }
    }
}
