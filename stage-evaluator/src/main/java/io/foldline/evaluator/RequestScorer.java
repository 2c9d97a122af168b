package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.LanguageModel;
import io.foldline.model.TokenBatch;
import java.io.IOException;
import java.util.List;

/** Puts requests to a model and names the item where an answer is not to be had. */
final class RequestScorer {
    private final LanguageModel model;

    RequestScorer(LanguageModel model) {
        this.model = model;
    }

    /** A request and the item that it belongs to. */
    record Asked(EvaluationItem item, LikelihoodRequest request) {}

    /**
     * The natural-log likelihoods, in the order of the requests.
     *
     * @param batch requests that go through the model together
     * @throws InputException if the model's answer to one of them is not a finite number; names the item
     */
    double[] score(List<Asked> batch) throws IOException {
        try {
            return model.logLikelihoods(
                    new TokenBatch(
                            batch.stream().map(asked -> asked.request().ids()).toArray(int[][]::new)),
                    batch.stream()
                            .mapToInt(asked -> asked.request().firstScored())
                            .toArray());
        } catch (InputException e) {
            if (batch.size() == 1) {
                throw new InputException(batch.get(0).item().name() + ": " + e.getMessage(), e);
            }
            return oneByOne(batch);
        }
    }

    private double[] oneByOne(List<Asked> batch) throws IOException {
        double[] answers = new double[batch.size()];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = score(List.of(batch.get(i)))[0];
        }
        return answers;
    }
}
