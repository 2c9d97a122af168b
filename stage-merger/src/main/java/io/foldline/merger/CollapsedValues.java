package io.foldline.merger;

import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.ValueSink;
import io.foldline.passes.fold.Transforms;
import java.io.IOException;
import java.util.List;

/**
 * The values of {@code θ_i + Σ_k (θ_{i+k} − θ_i)}, for a tensor of a kept block and the same ones of the removed blocks behind
 * it. Computed in float64, some at a time; the sink rounds once.
 */
record CollapsedValues(TensorInfo kept, List<TensorInfo> removed) implements OutputTensor.Values {
    /** Elements held at a time: 8 MiB. */
    private static final int PART = 1 << 20;

    @Override
    public void writeTo(ValueSink sink) throws IOException {
        for (long first = 0; first < kept.elements(); first += PART) {
            int count = (int) Math.min(PART, kept.elements() - first);
            double[] own = TensorReader.doubles(kept, first, count);
            double[] sum = own.clone();
            for (TensorInfo other : removed) {
                double[] values = TensorReader.doubles(other, first, count);
                for (int i = 0; i < count; i++) {
                    sum[i] += values[i] - own[i];
                }
            }
            Transforms.requireFinite(kept, sum, 0, count);
            sink.write(sum);
        }
    }
}
