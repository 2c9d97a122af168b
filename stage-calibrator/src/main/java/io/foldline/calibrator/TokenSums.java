package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.Statistics;
import org.ejml.data.DMatrixRMaj;

/** Sums over tokens, d×d and float64, kept on the device of the model. */
final class TokenSums {
    /** Methods of n×d matrices of hidden states in any dtype. */
    static final String SCRIPT = """
            def add(self, gram: Tensor, cross: Tensor, mlp: Tensor, residual: Tensor, output: Tensor) -> float:
              m = mlp.to(torch.float64)
              r = torch.sub(output.to(torch.float64), residual.to(torch.float64))
              mt = torch.t(m)
              gram.addmm_(mt, m)
              cross.addmm_(mt, r)
              return float(torch.sum(torch.mul(r, r)))
            """;

    private final TorchScript script;
    private final NDArray gram;
    private final NDArray cross;
    private double target;
    private long tokens;

    /** @param owner frees the sums */
    TokenSums(TorchScript script, NDManager owner, int width) {
        this.script = script;
        gram = owner.zeros(new Shape(width, width), DataType.FLOAT64);
        cross = owner.zeros(new Shape(width, width), DataType.FLOAT64);
    }

    /**
     * Adds n tokens.
     *
     * @param mlp what the kept block's MLP adds, M, n×d
     * @param residual the kept block's residual after attention, Y, n×d
     * @param output what {@code Y + M T} is to meet, n×d
     */
    void add(NDArray mlp, NDArray residual, NDArray output) {
        target += script.number("add", gram, cross, mlp, residual, output);
        tokens += mlp.getShape().get(0);
    }

    Statistics statistics() {
        return new Statistics(matrix(gram), matrix(cross), target, tokens);
    }

    private static DMatrixRMaj matrix(NDArray sum) {
        int width = (int) sum.getShape().get(0);
        return DMatrixRMaj.wrap(width, width, sum.toDoubleArray());
    }
}
