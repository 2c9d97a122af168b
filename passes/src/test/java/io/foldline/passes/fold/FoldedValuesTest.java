package io.foldline.passes.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.TensorInfo;
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
import org.junit.jupiter.params.provider.CsvSource;

class FoldedValuesTest {
    private static final int WIDTH = 24;
    private static final int INNER = 1500;

    private final DMatrixRMaj transform = DMatrixRMaj.wrap(WIDTH, WIDTH, Naive.random(WIDTH * WIDTH, 1));
    private final double[] weight = Naive.random(WIDTH * INNER, 2);

    @TempDir
    Path folder;

    /** Bit for bit the same, in whatever blocks it is computed. */
    @ParameterizedTest
    @CsvSource({"1,1", "1500,1500", "10000,4000", "3000,100000", "16777216,1048576"})
    void isTheTransposedProduct(int blockElements, int partElements) throws IOException {
        TensorInfo tensor = store(DoubleTensor.matrix(WIDTH, INNER, weight));
        List<Double> values = new ArrayList<>();
        new FoldedValues(tensor, () -> transform, blockElements, partElements).writeTo(part -> append(values, part));
        assertThat(values.stream().mapToDouble(Double::doubleValue).toArray())
                .containsExactly(Naive.fold(transform.data, transform.numRows, weight));
    }

    /** Whose rows are read as they are wanted, by several blocks more than once. */
    @Test
    void readsAStoredTransformInParts() throws IOException {
        Path file = folder.resolve("t.safetensors");
        SafetensorsWriter.write(file, Map.of("t", DoubleTensor.matrix(WIDTH, WIDTH, transform.data)));
        StoredTransform stored = new StoredTransform(SafetensorsFile.read(file).tensor("t"));
        TensorInfo tensor = store(DoubleTensor.matrix(WIDTH, INNER, weight));
        List<Double> values = new ArrayList<>();
        new FoldedValues(tensor, stored, 10_000, 4_000).writeTo(part -> append(values, part));
        assertThat(values.stream().mapToDouble(Double::doubleValue).toArray())
                .containsExactly(Naive.fold(transform.data, transform.numRows, weight));
        assertThat(stored.load().data).containsExactly(transform.data);
    }

    @Test
    void foldsABias() throws IOException {
        double[] bias = Naive.random(WIDTH, 3);
        TensorInfo tensor = store(DoubleTensor.vector(bias));
        List<Double> values = new ArrayList<>();
        new FoldedValues(tensor, () -> transform).writeTo(part -> append(values, part));
        assertThat(values.stream().mapToDouble(Double::doubleValue).toArray())
                .containsExactly(Naive.fold(transform.data, transform.numRows, bias));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void namesAWeightThatIsNotFinite(double value) throws IOException {
        weight[3 * INNER + 7] = value;
        TensorInfo tensor = store(DoubleTensor.matrix(WIDTH, INNER, weight));
        assertThatThrownBy(() -> new FoldedValues(tensor, () -> transform).writeTo(part -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tensor 'w' holds " + value + " in row 3, column 7");
    }

    @Test
    void refusesATransformOfAnotherWidth() throws IOException {
        TensorInfo tensor = store(DoubleTensor.matrix(WIDTH, INNER, weight));
        assertThatThrownBy(() -> new FoldedValues(tensor, () -> new DMatrixRMaj(8, 8)).writeTo(part -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'w' is 8×8, expected 24×24");
    }

    private TensorInfo store(DoubleTensor tensor) throws IOException {
        Path file = folder.resolve("w.safetensors");
        SafetensorsWriter.write(file, Map.of("w", tensor));
        return SafetensorsFile.read(file).tensor("w");
    }

    private static void append(List<Double> values, double[] part) {
        for (double value : part) {
            values.add(value);
        }
    }
}
