package io.foldline.calibrator;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.CutProblem;
import io.foldline.pruning.Statistics;
import java.util.List;
import java.util.Locale;
import org.ejml.data.DMatrixRMaj;

/** Sums over tokens, k×k and k×d, float64, kept on the device of the model. */
final class TokenSums {
    /** Methods of matrices, one row a token, in any dtype; those of a {@link CutProblem} bear its name. */
    static final String SCRIPT = """
            def transform(self, mlp: Tensor, residual: Tensor, output: Tensor) -> List[Tensor]:
              return [mlp.to(torch.float64), torch.sub(output.to(torch.float64), residual.to(torch.float64))]
            def weighted(self, mlp: Tensor, residual: Tensor, output: Tensor) -> List[Tensor]:
              m, r = self.transform(mlp, residual, output)
              size = torch.linalg_vector_norm(r, 2, [-1], True)
              weight = torch.where(torch.gt(size, 0.), torch.reciprocal(size), torch.zeros_like(size))
              return [m * weight, r * weight]
            def beside(self, mlp: Tensor, residual: Tensor, output: Tensor) -> List[Tensor]:
              m, r = self.transform(mlp, residual, output)
              return [m, torch.cat([r, residual.to(torch.float64)], 1)]
            def factor(self, mlp: Tensor, residual: Tensor, output: Tensor) -> List[Tensor]:
              m, r = self.transform(mlp, residual, output)
              return [torch.reshape(residual.to(torch.float64), [-1, 1]), torch.reshape(r, [-1, 1])]
            def magnitude(self, mlp: Tensor, residual: Tensor, output: Tensor) -> List[Tensor]:
              before = torch.add(residual.to(torch.float64), mlp.to(torch.float64))
              size = torch.sum(torch.abs(before), [-1], True)
              written = torch.gt(size, 0.)
              none = torch.zeros_like(size)
              ratio = torch.sum(torch.abs(output.to(torch.float64)), [-1], True) / size
              return [torch.where(written, torch.ones_like(size), none), torch.where(written, ratio, none)]
            def missing(self, inner: Tensor, now: Tensor, goal: Tensor, scale: float, bias: bool) -> List[Tensor]:
              h = inner.to(torch.float64)
              if bias:
                h = torch.cat([h, torch.ones([h.size(0), 1], dtype=torch.float64, device=h.device)], 1)
              g = goal.to(torch.float64)
              weight = torch.reciprocal(torch.clamp_min(torch.linalg_vector_norm(g, 2, [-1], True), 1e-30))
              return [h * weight, torch.sub(g, now.to(torch.float64)) * (weight / scale)]
            def plus_half(self, state: Tensor, residual: Tensor, input: Tensor) -> Tensor:
              return torch.add(state, torch.sub(residual, input), alpha=0.5)
            def square(self, r: Tensor) -> float:
              return float(torch.sum(torch.mul(r, r)))
            def add(self, gram: Tensor, cross: Tensor, m: Tensor, r: Tensor):
              mt = torch.t(m)
              gram.addmm_(mt, m)
              cross.addmm_(mt, r)
            def here(self, x: Tensor) -> Tensor:
              return torch.to(x, torch.device("cpu"))
            """;

    private final TorchScript script;
    private final NDArray gram;
    private final NDArray cross;
    private double target;
    private long tokens;

    /**
     * Sums over no token.
     *
     * @param owner frees the sums
     * @param inputs k
     * @param outputs d
     */
    TokenSums(TorchScript script, NDManager owner, int inputs, int outputs) {
        this.script = script;
        gram = owner.zeros(new Shape(inputs, inputs), DataType.FLOAT64);
        cross = owner.zeros(new Shape(inputs, outputs), DataType.FLOAT64);
    }

    /** What n tokens add, ready to be added. */
    final class Terms {
        private final NDArray mlp;
        private final NDArray difference;
        private final double square;
        private final long count;

        private Terms(List<NDArray> terms, long count) {
            mlp = terms.get(0);
            difference = terms.get(1);
            square = script.number("square", difference);
            this.count = count;
        }

        /** Adds them in place, without further memory. */
        void commit() {
            script.run("add", gram, cross, mlp, difference);
            target += square;
            tokens += count;
        }
    }

    /**
     * Makes ready what n tokens add to the statistics of a problem of a cut.
     *
     * @param scope owns it
     * @param mlp what the kept block's MLP adds, M, n×d
     * @param residual the kept block's residual after attention, Y, n×d
     * @param output the output of the last removed block, X, n×d
     */
    Terms terms(NDManager scope, CutProblem problem, NDArray mlp, NDArray residual, NDArray output) {
        String method = problem.name().toLowerCase(Locale.ROOT);
        return new Terms(
                script.tensors(scope, method, mlp, residual, output),
                mlp.getShape().get(0));
    }

    /**
     * Makes ready what n tokens add to the statistics of new weights, each weighted by the inverse square of its goal.
     *
     * @param scope owns it
     * @param inner what the map reads, n×k, less the bias
     * @param now the residual stream behind the map, n×d
     * @param goal what it is to be, n×d
     * @param scale what the map's output is multiplied by before it is added
     * @param bias whether the map has one: another input, which is 1
     */
    Terms missing(NDManager scope, NDArray inner, NDArray now, NDArray goal, double scale, boolean bias) {
        return new Terms(
                script.tensors(scope, "missing", inner, now, goal, scale, bias),
                inner.getShape().get(0));
    }

    /**
     * Makes ready rows that are to be added as they are.
     *
     * @param rows inputs n×k and responses n×d, float64
     */
    Terms terms(List<NDArray> rows) {
        return new Terms(rows, rows.get(0).getShape().get(0));
    }

    /** Adds what others have summed. */
    void add(Statistics statistics) {
        NDManager manager = gram.getManager();
        try (NDArray moreGram = manager.create(statistics.gram().data, gram.getShape());
                NDArray moreCross = manager.create(statistics.cross().data, cross.getShape())) {
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
        Shape shape = sum.getShape();
        // DJL's own way off a device leaves a copy with the owner of the sum.
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            double[] values = script.tensor(scope, "here", sum).toDoubleArray();
            return DMatrixRMaj.wrap((int) shape.get(0), (int) shape.get(1), values);
        }
    }
}
