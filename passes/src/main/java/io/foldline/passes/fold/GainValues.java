package io.foldline.passes.fold;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.ValueSink;
import java.io.IOException;

/**
 * The values of {@code diag(T) (w + o) - o}, for the weight w (d) of a norm, stored minus o, whose output the diagonal T is
 * to be applied to. Computed in float64; the sink rounds once.
 */
final class GainValues implements OutputTensor.Values {
    private final TensorInfo weight;
    private final TransformSource source;
    private final double offset;

    GainValues(TensorInfo weight, TransformSource source, double offset) {
        this.weight = weight;
        this.source = source;
        Transforms.requireFoldable(weight);
        this.offset = offset;
    }

    @Override
    public void writeTo(ValueSink sink) throws IOException {
        int width = Math.toIntExact(weight.elements());
        TransformRows transform = Transforms.open(source, weight, width);
        double[] values = TensorReader.doubles(weight, 0, width);
        Transforms.requireFinite(weight, values, 0, width);
        for (int i = 0; i < width; i++) {
            double[] row = transform.read(i, 1);
            for (int j = 0; j < width; j++) {
                if (i != j && row[j] != 0) {
                    throw new InputException(
                            "tensor '%s' is the weight of a norm behind an MLP and takes diagonal transforms alone; this one has %s in row %d, column %d. Use --method diagonal."
                                    .formatted(weight.name(), row[j], i, j));
                }
            }
            values[i] = row[i] * (values[i] + offset) - offset;
        }
        sink.write(values);
    }
}
