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
        double logLikelihood = Arrays.stream(logLikelihoods).sum();
        sums.put(Sums.LOG_LIKELIHOOD, logLikelihood);
        sums.put(Sums.products(Sums.LOG_LIKELIHOOD, Sums.LOG_LIKELIHOOD), logLikelihood * logLikelihood);
        counts.forEach((name, count) -> {
            sums.put(Sums.products(Sums.LOG_LIKELIHOOD, name), logLikelihood * count);
            sums.put(Sums.products(name, name), count * count);
        });
        return new Sums(1, sums);
    }
}
