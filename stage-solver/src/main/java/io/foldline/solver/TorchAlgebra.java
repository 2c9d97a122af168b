package io.foldline.solver;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** LAPACK by way of libtorch, on the CPU. */
public final class TorchAlgebra implements DenseAlgebra {
    private static final Logger LOG = LoggerFactory.getLogger(TorchAlgebra.class);

    private final TorchScript script = TorchScript.compile("solver", """
            def multiply(self, a: Tensor, b: Tensor) -> Tensor:
              return torch.matmul(a, b)
            def multiply_transposed(self, a: Tensor, b: Tensor) -> Tensor:
              return torch.matmul(torch.t(a), b)
            def solve(self, a: Tensor, b: Tensor) -> List[Tensor]:
              factor, failed = torch.linalg_cholesky_ex(a)
              return [torch.cholesky_solve(b, factor), failed.to(torch.int64)]
            def orthogonal(self, a: Tensor) -> Tensor:
              u, s, vt = torch.linalg_svd(a, False)
              return torch.matmul(u, vt)
            """);

    private TorchAlgebra() {}

    /** Empty where libtorch cannot be loaded: a solver service needs none. */
    static Optional<DenseAlgebra> ifPresent() {
        try {
            return Optional.of(new TorchAlgebra());
        } catch (EngineException | LinkageError e) {
            LOG.warn("libtorch cannot be loaded, solving in Java instead: {}", e.toString());
            return Optional.empty();
        }
    }

    @Override
    public DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            return matrix(script.tensor(manager, "multiply", tensor(manager, a), tensor(manager, b)));
        }
    }

    @Override
    public DMatrixRMaj multiplyTransposed(DMatrixRMaj a, DMatrixRMaj b) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            return matrix(script.tensor(manager, "multiply_transposed", tensor(manager, a), tensor(manager, b)));
        }
    }

    @Override
    public DMatrixRMaj solveSymmetric(DMatrixRMaj a, DMatrixRMaj b) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            List<NDArray> solved = script.tensors(manager, "solve", tensor(manager, a), tensor(manager, b));
            if (solved.get(1).getLong() != 0) {
                throw new NotPositiveDefiniteException(a.numRows);
            }
            return matrix(solved.get(0));
        }
    }

    @Override
    public DMatrixRMaj nearestOrthogonal(DMatrixRMaj a) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            return matrix(script.tensor(manager, "orthogonal", tensor(manager, a)));
        }
    }

    @Override
    public void close() {
        script.close();
    }

    private static NDArray tensor(NDManager manager, DMatrixRMaj matrix) {
        return manager.create(matrix.data, new Shape(matrix.numRows, matrix.numCols));
    }

    private static DMatrixRMaj matrix(NDArray tensor) {
        Shape shape = tensor.getShape();
        return DMatrixRMaj.wrap((int) shape.get(0), (int) shape.get(1), tensor.toDoubleArray());
    }
}
