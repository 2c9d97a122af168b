package io.foldline.evaluator;

import java.util.List;

/** One item of a benchmark task, ready for the model: what is asked of it, and what the answers count for. */
sealed interface EvaluationItem permits TextItem {
    /** Names the item in messages: task and number. */
    String name();

    /** What is asked of the model. Empty: the item cannot be measured and counts for nothing. */
    List<LikelihoodRequest> requests();

    /** @param logLikelihoods answer to each request, finite */
    Sums sums(double[] logLikelihoods);
}
