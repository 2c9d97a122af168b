package io.foldline.solver;

import io.foldline.pruning.TransformSearch;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The mean loss of a transform T over tokens, with penalties on T (ReplaceMe, Shopkhoev et al. 2025, section 3): float64,
 * gradients in closed form.
 */
final class TransformLoss {
    /** Tokens that are looked at together in a pass over all; bounds memory. */
    private static final int TOGETHER = 1024;

    private final TransformSearch search;
    private final RowLoss rows;
    private final DenseAlgebra algebra;

    TransformLoss(TransformSearch search, DenseAlgebra algebra) {
        this.search = search;
        this.rows = RowLoss.of(search.loss());
        this.algebra = algebra;
    }

    /**
     * A loss and how it changes.
     *
     * @param gradient d×d, by T
     */
    record Value(double loss, DMatrixRMaj gradient) {}

    /** Does something between two looks at tokens, such as to stop. */
    interface Pause {
        void pause();
    }

    /** Over a batch of tokens. */
    Value over(TokenRows tokens, DMatrixRMaj transform) {
        DMatrixRMaj gradient = new DMatrixRMaj(transform.numRows, transform.numCols);
        double sum = add(tokens, transform, gradient);
        return mean(sum, gradient, tokens.tokens(), transform);
    }

    /** Over all tokens. */
    Value over(TokenActivations tokens, DMatrixRMaj transform, Pause between) throws IOException {
        DMatrixRMaj gradient = new DMatrixRMaj(transform.numRows, transform.numCols);
        double sum = 0;
        for (long first = 0; first < tokens.tokens(); first += TOGETHER) {
            between.pause();
            sum += add(rows(tokens, first), transform, gradient);
        }
        return mean(sum, gradient, tokens.tokens(), transform);
    }

    private TokenRows rows(TokenActivations tokens, long first) throws IOException {
        int count = (int) Math.min(TOGETHER, tokens.tokens() - first);
        return TokenRows.of(tokens.range(first, count), tokens.width(), search.objective());
    }

    /** Adds the gradients of the tokens, and gives the sum of their losses. */
    private double add(TokenRows tokens, DMatrixRMaj transform, DMatrixRMaj gradient) {
        int width = transform.numCols;
        DMatrixRMaj predicted = algebra.multiply(tokens.mlp(), transform);
        CommonOps_DDRM.addEquals(predicted, tokens.offset());
        double sum = 0;
        for (int token = 0; token < tokens.tokens(); token++) {
            sum += rows.differentiate(predicted.data, tokens.goal().data, token * width, width);
        }
        CommonOps_DDRM.addEquals(gradient, algebra.multiplyTransposed(tokens.mlp(), predicted));
        return sum;
    }

    private Value mean(double sum, DMatrixRMaj gradient, long tokens, DMatrixRMaj transform) {
        CommonOps_DDRM.scale(1.0 / tokens, gradient);
        double penalty = 0;
        for (int i = 0; i < transform.data.length; i++) {
            double entry = transform.data[i];
            penalty += search.l1() * Math.abs(entry) + search.l2() * entry * entry;
            gradient.data[i] += search.l1() * Math.signum(entry) + 2 * search.l2() * entry;
        }
        return new Value(sum / tokens + penalty, gradient);
    }

    /** About how fast the gradient changes with any column of T, d×d: the mean of {@code c MᵀM}, c the curvature of a token. */
    DMatrixRMaj curvature(TokenActivations tokens, Pause between) throws IOException {
        int width = tokens.width();
        DMatrixRMaj curvature = new DMatrixRMaj(width, width);
        for (long first = 0; first < tokens.tokens(); first += TOGETHER) {
            between.pause();
            TokenRows some = rows(tokens, first);
            for (int token = 0; token < some.tokens(); token++) {
                double root = Math.sqrt(rows.curvature(some.goal().data, token * width, width));
                for (int j = token * width; j < (token + 1) * width; j++) {
                    some.mlp().data[j] *= root;
                }
            }
            CommonOps_DDRM.addEquals(curvature, algebra.multiplyTransposed(some.mlp(), some.mlp()));
        }
        CommonOps_DDRM.scale(1.0 / tokens.tokens(), curvature);
        for (int j = 0; j < width; j++) {
            curvature.add(j, j, 2 * search.l2());
        }
        return curvature;
    }
}
