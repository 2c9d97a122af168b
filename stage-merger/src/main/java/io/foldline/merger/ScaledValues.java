package io.foldline.merger;

import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.ValueSink;
import io.foldline.model.ScaleTarget;
import java.io.IOException;

/** Values with a factor of the residual stream. Computed in float64, part by part as the values come. */
record ScaledValues(OutputTensor.Values values, ScaleTarget target, double factor) implements OutputTensor.Values {
    @Override
    public void writeTo(ValueSink sink) throws IOException {
        values.writeTo(part -> {
            double[] scaled = new double[part.length];
            for (int i = 0; i < part.length; i++) {
                scaled[i] = target.scaled(part[i], factor);
            }
            sink.write(scaled);
        });
    }
}
