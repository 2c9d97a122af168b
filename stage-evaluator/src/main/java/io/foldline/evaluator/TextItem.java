package io.foldline.evaluator;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text of which the likelihood is asked, perhaps in several windows.
 *
 * @param counts what the likelihood is divided by, such as tokens or words
 */
record TextItem(String name, List<LikelihoodRequest> requests, Map<String, Double> counts) implements EvaluationItem {
    @Override
    public Sums sums(double[] logLikelihoods) {
        Map<String, Double> sums = new TreeMap<>(counts);
        sums.put(Sums.LOG_LIKELIHOOD, Arrays.stream(logLikelihoods).sum());
        return new Sums(1, sums);
    }
}
