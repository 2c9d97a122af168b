package io.foldline.solver;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Transforms some of whose entries are free and the others 0: T is the point. */
record FreeEntries(Pattern pattern, DenseAlgebra algebra) implements Parameters {
    /** Share of the mean diagonal that is added to a curvature that may be singular. */
    private static final double FLOOR = 1e-6;

    /** Which entries are free. */
    enum Pattern {
        ALL,
        DIAGONAL,
        UPPER;

        boolean frees(int row, int column) {
            return switch (this) {
                case ALL -> true;
                case DIAGONAL -> row == column;
                case UPPER -> row <= column;
            };
        }
    }

    @Override
    public DMatrixRMaj identity(int width) {
        return CommonOps_DDRM.identity(width);
    }

    @Override
    public DMatrixRMaj transform(DMatrixRMaj point) {
        return point;
    }

    @Override
    public DMatrixRMaj gradient(DMatrixRMaj point, DMatrixRMaj byTransform) {
        for (int row = 0; row < point.numRows; row++) {
            for (int column = 0; column < point.numCols; column++) {
                if (!pattern.frees(row, column)) {
                    byTransform.set(row, column, 0);
                }
            }
        }
        return byTransform;
    }

    @Override
    public Scaling scaling(DMatrixRMaj curvature) {
        int width = curvature.numRows;
        double floor = FLOOR * CommonOps_DDRM.trace(curvature) / width;
        if (floor == 0) {
            return DMatrixRMaj::copy;
        }
        for (int j = 0; j < width; j++) {
            curvature.add(j, j, floor);
        }
        return pattern == Pattern.ALL
                ? gradient -> algebra.solveSymmetric(curvature, gradient)
                : gradient -> byRow(gradient, curvature);
    }

    /** Keeps entries 0 that are, as the inverse of the whole curvature does not. */
    private static DMatrixRMaj byRow(DMatrixRMaj gradient, DMatrixRMaj curvature) {
        DMatrixRMaj scaled = gradient.copy();
        for (int row = 0; row < scaled.numRows; row++) {
            for (int column = 0; column < scaled.numCols; column++) {
                scaled.set(row, column, scaled.get(row, column) / curvature.get(row, row));
            }
        }
        return scaled;
    }
}
