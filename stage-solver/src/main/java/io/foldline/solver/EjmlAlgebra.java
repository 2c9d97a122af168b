package io.foldline.solver;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_MT_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_MT_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** Pure Java, on all cores: needs no native library. */
public final class EjmlAlgebra implements DenseAlgebra {
    @Override
    public DMatrixRMaj multiply(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numCols);
        CommonOps_MT_DDRM.mult(a, b, product);
        return product;
    }

    @Override
    public DMatrixRMaj multiplyTransposed(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj product = new DMatrixRMaj(a.numCols, b.numCols);
        CommonOps_MT_DDRM.multTransA(a, b, product);
        return product;
    }

    @Override
    public DMatrixRMaj solveSymmetric(DMatrixRMaj a, DMatrixRMaj b) {
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_MT_DDRM.symmPosDef(a.numRows);
        if (!solver.setA(solver.modifiesA() ? a.copy() : a)) {
            throw new NotPositiveDefiniteException(a.numRows);
        }
        DMatrixRMaj solution = new DMatrixRMaj(b.numRows, b.numCols);
        solver.solve(solver.modifiesB() ? b.copy() : b, solution);
        return solution;
    }

    @Override
    public DMatrixRMaj nearestOrthogonal(DMatrixRMaj a) {
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_MT_DDRM.svd(a.numRows, a.numCols, true, true, false);
        if (!svd.decompose(svd.inputModified() ? a.copy() : a)) {
            throw new ArithmeticException("the singular value decomposition of a %d×%d matrix did not converge"
                    .formatted(a.numRows, a.numCols));
        }
        return CommonOps_DDRM.mult(svd.getU(null, false), svd.getV(null, true), null);
    }
}
