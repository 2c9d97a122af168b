package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.evaluator.task.Generation;
import io.foldline.model.LanguageModel;
import io.foldline.model.SequenceScore;
import io.foldline.model.StopRule;
import io.foldline.model.TokenBatch;
import io.foldline.model.text.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Puts requests to a model and names the item where an answer is not to be had.
 *
 * @param tokenizer the model's
 */
record RequestScorer(LanguageModel model, Tokenizer tokenizer) {
    /** A request and the item that it belongs to. */
    record Asked(EvaluationItem item, ModelRequest request) {}

    /**
     * The answers, in the order of the requests.
     *
     * @param batch requests of one kind, of items of one task, that go through the model together
     * @throws InputException if the model's answer to one of them is not a finite number; names the item
     */
    List<Answer> answer(List<Asked> batch) throws IOException {
        try {
            return batch.get(0).request() instanceof ModelRequest.Likelihood
                    ? likelihoods(batch)
                    : continuations(batch);
        } catch (InputException e) {
            if (batch.size() == 1) {
                throw new InputException(batch.get(0).item().name() + ": " + e.getMessage(), e);
            }
            return oneByOne(batch);
        }
    }

    private List<Answer> oneByOne(List<Asked> batch) throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (Asked asked : batch) {
            answers.addAll(answer(List.of(asked)));
        }
        return answers;
    }

    private static TokenBatch tokens(List<Asked> batch) {
        return new TokenBatch(batch.stream().map(asked -> asked.request().ids()).toArray(int[][]::new));
    }

    private List<Answer> likelihoods(List<Asked> batch) throws IOException {
        int[] firstScored = batch.stream()
                .mapToInt(asked -> ((ModelRequest.Likelihood) asked.request()).firstScored())
                .toArray();
        if (batch.get(0).item().whole()) {
            return Arrays.stream(model.logLikelihoods(tokens(batch), firstScored))
                    .mapToObj(value -> Answer.likelihood(value, false))
                    .toList();
        }
        List<SequenceScore> scores = model.scores(tokens(batch), firstScored);
        return scores.stream()
                .map(score -> Answer.likelihood(score.logLikelihood(), score.greedy()))
                .toList();
    }

    private List<Answer> continuations(List<Asked> batch) throws IOException {
        List<Generation> generations = batch.stream()
                .map(asked -> ((ModelRequest.Continuation) asked.request()).generation())
                .toList();
        int maxTokens =
                generations.stream().mapToInt(Generation::maxTokens).max().orElseThrow();
        StopRule atEnd =
                StopRule.at(tokenizer.eos().isPresent() ? Set.of(tokenizer.eos().getAsInt()) : Set.of());
        StopRule atText = (prompt, generated) -> generations
                .get(prompt)
                .ends(tokenizer.decodeText(
                        generated.stream().mapToInt(Integer::intValue).toArray()));
        return model.generate(tokens(batch), maxTokens, atEnd.or(atText)).stream()
                .map(ids -> Answer.continuation(
                        ids.stream().mapToInt(Integer::intValue).toArray()))
                .toList();
    }
}
