package io.foldline.calibrator;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.DType;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import java.nio.ByteBuffer;

/**
 * Activations of n tokens of one cut, in the memory of Java.
 *
 * @param dtype of the values
 * @param tokens n
 * @param width d
 * @param bytes n×3×d values: of each token M, Y and X; row-major, little-endian
 */
record ActivationRows(DType dtype, int tokens, int width, ByteBuffer bytes) {
    /** Methods of matrices n×d of any one dtype. */
    static final String SCRIPT = """
            def rows(self, mlp: Tensor, residual: Tensor, output: Tensor) -> Tensor:
              rows = torch.stack([mlp, residual, output], 1)
              return torch.to(torch.view(rows, dtype=torch.uint8), torch.device("cpu"))
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
            byte[] bytes = script.tensor(scope, "rows", mlp, residual, output).toByteArray();
            return new ActivationRows(dtype(mlp), tokens, width, ByteBuffer.wrap(bytes));
        }
    }

    private static DType dtype(NDArray tensor) {
        return switch (tensor.getDataType()) {
            case FLOAT64 -> DType.F64;
            case FLOAT32 -> DType.F32;
            case FLOAT16 -> DType.F16;
            case BFLOAT16 -> DType.BF16;
            default -> throw new IllegalArgumentException("activations of dtype " + tensor.getDataType());
        };
    }
}
