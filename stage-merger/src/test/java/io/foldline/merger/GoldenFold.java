package io.foldline.merger;

import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.model.TokenBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.ejml.data.DMatrixRMaj;

/** What transformers computed for a fixture with the cut kept 2, removed 3 to 4. Rows of padding are zero. */
final class GoldenFold {
    private final SafetensorsFile inputs;
    private final SafetensorsFile fold;

    GoldenFold(Path fixture) throws IOException {
        inputs = SafetensorsFile.read(fixture.resolve("golden.safetensors"));
        fold = SafetensorsFile.read(fixture.resolve("golden_fold.safetensors"));
    }

    DMatrixRMaj transform() throws IOException {
        int width = Math.toIntExact(fold.tensor("transform").shape().get(0));
        return DMatrixRMaj.wrap(width, width, fold.readDoubles("transform"));
    }

    TokenBatch batch() throws IOException {
        long[] ids = longs(inputs.tensor("input_ids"));
        int[] lengths = lengths();
        int[][] sequences = new int[lengths.length][];
        for (int row = 0; row < lengths.length; row++) {
            sequences[row] = new int[lengths[row]];
            for (int i = 0; i < lengths[row]; i++) {
                sequences[row][i] = (int) ids[row * (ids.length / lengths.length) + i];
            }
        }
        return new TokenBatch(sequences);
    }

    /** Largest absolute difference of logits (sequences × positions × vocabulary) on real tokens. */
    double difference(float[] logits) throws IOException {
        float[] expected = TensorReader.floats(fold.tensor("pruned_logits"));
        int[] lengths = lengths();
        double worst = 0;
        for (int row = 0; row < lengths.length; row++) {
            int stride = expected.length / lengths.length;
            int vocabulary =
                    Math.toIntExact(fold.tensor("pruned_logits").shape().get(2));
            for (int i = row * stride; i < row * stride + lengths[row] * vocabulary; i++) {
                worst = Math.max(worst, Math.abs(expected[i] - logits[i]));
            }
        }
        return worst;
    }

    private int[] lengths() throws IOException {
        TensorInfo mask = inputs.tensor("attention_mask");
        long[] values = longs(mask);
        int[] lengths = new int[Math.toIntExact(mask.shape().get(0))];
        for (int i = 0; i < values.length; i++) {
            lengths[i / (values.length / lengths.length)] += (int) values[i];
        }
        return lengths;
    }

    private static long[] longs(TensorInfo tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(tensor.file())) {
            channel.read(bytes, tensor.offset());
        }
        long[] values = new long[(int) tensor.elements()];
        bytes.flip().asLongBuffer().get(values);
        return values;
    }
}
