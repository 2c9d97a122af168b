package io.foldline.passes.fold;

import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.ValueSink;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_MT_DDRM;

/**
 * The values of {@code WT}, for the weight W (n×d) of a linear map that is stored inputs × outputs and whose output T is to
 * be applied to. Computed in float64; the sink rounds once. W is read, and the product written, some rows at a time.
 */
final class TransposedFoldedValues implements OutputTensor.Values {
    /** Elements of W held at a time: 8 MiB. */
    private static final int PART = 1 << 20;

    private final TensorInfo weight;
    private final TransformSource source;

    TransposedFoldedValues(TensorInfo weight, TransformSource source) {
        this.weight = weight;
        this.source = source;
        Transforms.requireFoldable(weight);
    }

    @Override
    public void writeTo(ValueSink sink) throws IOException {
        int rows = Math.toIntExact(weight.shape().get(0));
        int width = Math.toIntExact(weight.elements() / rows);
        DMatrixRMaj transform = Transforms.load(source, weight, width);
        int partRows = Math.max(1, PART / width);
        for (int row = 0; row < rows; row += partRows) {
            int count = Math.min(partRows, rows - row);
            double[] part = TensorReader.doubles(weight, (long) row * width, count * width);
            Transforms.requireFinite(weight, part, row, width);
            DMatrixRMaj product = new DMatrixRMaj(count, width);
            CommonOps_MT_DDRM.mult(DMatrixRMaj.wrap(count, width, part), transform, product);
            sink.write(product.data);
        }
    }
}
