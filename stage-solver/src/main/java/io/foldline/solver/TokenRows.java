package io.foldline.solver;

import io.foldline.pruning.ActivationsFile;
import io.foldline.pruning.TransformSearch.Objective;
import org.ejml.data.DMatrixRMaj;

/**
 * Tokens of which {@code M T + offset} is compared with a goal, n×d each.
 *
 * @param mlp M
 * @param offset 0, or Y where the comparison is exact
 * @param goal {@code X − Y}, or X where the comparison is exact
 */
record TokenRows(DMatrixRMaj mlp, DMatrixRMaj offset, DMatrixRMaj goal) {
    /** @param values n×3×d, as in {@link ActivationsFile} */
    static TokenRows of(double[] values, int width, Objective objective) {
        int tokens = values.length / (ActivationsFile.PARTS * width);
        TokenRows rows = new TokenRows(
                new DMatrixRMaj(tokens, width), new DMatrixRMaj(tokens, width), new DMatrixRMaj(tokens, width));
        for (int token = 0; token < tokens; token++) {
            int from = token * ActivationsFile.PARTS * width;
            int to = token * width;
            System.arraycopy(values, from, rows.mlp.data, to, width);
            System.arraycopy(values, from + 2 * width, rows.goal.data, to, width);
            if (objective == Objective.EXACT) {
                System.arraycopy(values, from + width, rows.offset.data, to, width);
            } else {
                for (int j = 0; j < width; j++) {
                    rows.goal.data[to + j] -= values[from + width + j];
                }
            }
        }
        return rows;
    }

    int tokens() {
        return mlp.numRows;
    }
}
