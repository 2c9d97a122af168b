package io.foldline.passes.fold;

import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.ValueSink;
import java.io.IOException;

/**
 * The values of {@code TᵀW}, for the weight W (d×n) or bias (d) of a linear map whose output T is to be applied to (Shopkhoev
 * et al., ReplaceMe, 2025). Computed in float64; the sink rounds once. Memory is bounded: a block of rows of the product at a
 * time, W and T read in parts.
 */
final class FoldedValues implements OutputTensor.Values {
    /** Elements of the product held at a time: 128 MiB. */
    private static final int BLOCK = 1 << 24;

    /** Elements of W held at a time, and of T: 32 MiB; the product passes through memory once for each. */
    private static final int PART = 1 << 22;

    private final TensorInfo weight;
    private final TransformSource source;
    private final int blockElements;
    private final int partElements;

    FoldedValues(TensorInfo weight, TransformSource source) {
        this(weight, source, BLOCK, PART);
    }

    FoldedValues(TensorInfo weight, TransformSource source, int blockElements, int partElements) {
        this.weight = weight;
        this.source = source;
        this.blockElements = blockElements;
        this.partElements = partElements;
        Transforms.requireFoldable(weight);
    }

    @Override
    public void writeTo(ValueSink sink) throws IOException {
        int rows = Math.toIntExact(weight.shape().get(0));
        int columns = Math.toIntExact(weight.elements() / rows);
        TransformRows transform = Transforms.open(source, weight, rows);
        int blockRows = Math.max(1, blockElements / columns);
        for (int row = 0; row < rows; row += blockRows) {
            TransposedProduct product = new TransposedProduct(rows, columns, row, Math.min(blockRows, rows - row));
            addAll(product, transform, rows, columns);
            sink.write(product.sums());
        }
    }

    private void addAll(TransposedProduct product, TransformRows transform, int rows, int columns) throws IOException {
        int partRows = Math.max(1, partElements / Math.max(columns, rows));
        for (int row = 0; row < rows; row += partRows) {
            int count = Math.min(partRows, rows - row);
            double[] part = TensorReader.doubles(weight, (long) row * columns, count * columns);
            Transforms.requireFinite(weight, part, row, columns);
            product.add(transform.read(row, count), part);
        }
    }
}
