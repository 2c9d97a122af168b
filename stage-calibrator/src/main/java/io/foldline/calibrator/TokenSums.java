package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.Statistics;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/** Sums over tokens, d×d and float64, kept on the device of the model. */
final class TokenSums {
    /** Methods of n×d matrices of hidden states in any dtype. */
    static final String SCRIPT = """
            def terms(self, mlp: Tensor, residual: Tensor, output: Tensor) -> List[Tensor]:
              return [mlp.to(torch.float64), torch.sub(output.to(torch.float64), residual.to(torch.float64))]
            def square(self, r: Tensor) -> float:
              return float(torch.sum(torch.mul(r, r)))
            def add(self, gram: Tensor, cross: Tensor, m: Tensor, r: Tensor):
              mt = torch.t(m)
              gram.addmm_(mt, m)
              cross.addmm_(mt, r)
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

    /** What n tokens add, ready to be added. */
    final class Terms {
        private final NDArray mlp;
        private final NDArray difference;
        private final double square;

        private Terms(List<NDArray> terms) {
            mlp = terms.get(0);
            difference = terms.get(1);
            square = script.number("square", difference);
        }

        /** Adds them in place, without further memory. */
        void commit() {
            script.run("add", gram, cross, mlp, difference);
            target += square;
            tokens += mlp.getShape().get(0);
        }
    }

    /**
     * Makes ready what n tokens add.
     *
     * @param scope owns it
     * @param mlp what the kept block's MLP adds, M, n×d
     * @param residual the kept block's residual after attention, Y, n×d
     * @param output what {@code Y + M T} is to meet, n×d
     */
    Terms terms(NDManager scope, NDArray mlp, NDArray residual, NDArray output) {
        return new Terms(script.tensors(scope, "terms", mlp, residual, output));
    }

    /** Adds what others have summed. */
    void add(Statistics statistics) {
        Shape shape = gram.getShape();
        NDManager manager = gram.getManager();
        try (NDArray moreGram = manager.create(statistics.gram().data, shape);
                NDArray moreCross = manager.create(statistics.cross().data, shape)) {
            gram.addi(moreGram);
            cross.addi(moreCross);
        }
        target += statistics.target();
        tokens += statistics.tokens();
    }

    int width() {
        return (int) gram.getShape().get(0);
    }

    Statistics statistics() {
        return new Statistics(matrix(gram), matrix(cross), target, tokens);
    }

    private DMatrixRMaj matrix(NDArray sum) {
        int width = width();
        return DMatrixRMaj.wrap(width, width, sum.toDoubleArray());
    }
}
