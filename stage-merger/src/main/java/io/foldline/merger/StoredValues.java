package io.foldline.merger;

import io.foldline.checkpoint.InvalidCheckpointException;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.ValueSink;
import java.io.IOException;

/** The values of a tensor as they are stored, some at a time. */
record StoredValues(TensorInfo tensor) implements OutputTensor.Values {
    /** Elements held at a time: 8 MiB. */
    private static final int PART = 1 << 20;

    @Override
    public void writeTo(ValueSink sink) throws IOException {
        for (long first = 0; first < tensor.elements(); first += PART) {
            int count = (int) Math.min(PART, tensor.elements() - first);
            double[] values = TensorReader.doubles(tensor, first, count);
            for (int i = 0; i < count; i++) {
                if (!Double.isFinite(values[i])) {
                    throw new InvalidCheckpointException(
                            tensor.file(),
                            "tensor '%s' holds %s as element %d, expected finite weights; get the checkpoint again"
                                    .formatted(tensor.name(), values[i], first + i));
                }
            }
            sink.write(values);
        }
    }
}
