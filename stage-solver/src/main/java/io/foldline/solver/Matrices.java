package io.foldline.solver;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;

/** Matrices in safetensors files. */
final class Matrices {
    private Matrices() {}

    /** Shares the values of the matrix. */
    static DoubleTensor tensor(DMatrixRMaj matrix) {
        return DoubleTensor.matrix(matrix.numRows, matrix.numCols, matrix.data);
    }

    /** @throws io.foldline.checkpoint.InvalidCheckpointException if there is no such tensor */
    static DMatrixRMaj read(SafetensorsFile file, String name) throws IOException {
        int rows = Math.toIntExact(file.tensor(name).shape().get(0));
        int columns = Math.toIntExact(file.tensor(name).shape().get(1));
        return DMatrixRMaj.wrap(rows, columns, file.readDoubles(name));
    }
}
