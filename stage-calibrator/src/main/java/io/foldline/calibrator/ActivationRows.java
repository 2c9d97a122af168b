package io.foldline.calibrator;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.DType;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import java.nio.FloatBuffer;

/**
 * Activations of n tokens of one cut, in the memory of Java.
 *
 * @param dtype of the pass, whose values are floats too
 * @param tokens n
 * @param width d
 * @param values n×3×d: of each token M, Y and X; row-major
 */
record ActivationRows(DType dtype, int tokens, int width, FloatBuffer values) {
    /** Methods of matrices n×d of any one dtype. */
    static final String SCRIPT = """
            def rows(self, mlp: Tensor, residual: Tensor, output: Tensor) -> Tensor:
              rows = torch.stack([mlp, residual, output], 1).to(torch.float32)
              return torch.to(rows, torch.device("cpu"))
            """;

    /**
     * Brings the activations of n tokens here.
     *
     * @param script with {@link #SCRIPT}
     * @param mlp M, n×d
     * @param residual Y, n×d
     * @param output X, n×d
     */
    static ActivationRows of(TorchScript script, NDArray mlp, NDArray residual, NDArray output) {
        int tokens = (int) mlp.getShape().get(0);
        int width = (int) mlp.getShape().get(1);
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            float[] values = script.tensor(scope, "rows", mlp, residual, output).toFloatArray();
            return new ActivationRows(dtype(mlp), tokens, width, FloatBuffer.wrap(values));
        }
    }

    private static DType dtype(NDArray tensor) {
        return switch (tensor.getDataType()) {
            case FLOAT16 -> DType.F16;
            case BFLOAT16 -> DType.BF16;
            default -> DType.F32;
        };
    }

    /** Values that are to be written. */
    double[] doubles() {
        double[] doubles = new double[values.remaining()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values.get(i);
        }
        return doubles;
    }

    /** Bytes in memory. */
    long bytes() {
        return (long) values.remaining() * Float.BYTES;
    }
}
