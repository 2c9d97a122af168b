package io.foldline.evaluator;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.passes.BatchSums;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The answers to requests, as they come in. */
final class Answers implements BatchSums<RequestBatch> {
    private static final String LENGTHS = "lengths";
    private static final String NUMBERS = "numbers";

    private final RequestScorer scorer;
    private final Answer[] answers;

    /** @param count number of requests */
    Answers(RequestScorer scorer, int count) {
        this.scorer = scorer;
        this.answers = new Answer[count];
        Arrays.fill(answers, new Answer(new double[0]));
    }

    @Override
    public void add(RequestBatch batch) throws IOException {
        List<Answer> some = scorer.answer(batch.asked());
        for (int i = 0; i < some.size(); i++) {
            answers[batch.positions().get(i)] = some.get(i);
        }
    }

    @Override
    public Map<String, DoubleTensor> state() {
        return Map.of(
                LENGTHS,
                DoubleTensor.vector(Arrays.stream(answers)
                        .mapToDouble(answer -> answer.numbers().length)
                        .toArray()),
                NUMBERS,
                DoubleTensor.vector(Arrays.stream(answers)
                        .flatMapToDouble(answer -> Arrays.stream(answer.numbers()))
                        .toArray()));
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        double[] lengths = state.readDoubles(LENGTHS);
        double[] numbers = state.readDoubles(NUMBERS);
        if (lengths.length != answers.length || Arrays.stream(lengths).sum() != numbers.length) {
            throw new InputException("%s: %d answers of %d numbers, expected %d answers"
                    .formatted(state.path(), lengths.length, numbers.length, answers.length));
        }
        int at = 0;
        for (int i = 0; i < answers.length; i++) {
            answers[i] = new Answer(Arrays.copyOfRange(numbers, at, at + (int) lengths[i]));
            at += (int) lengths[i];
        }
    }

    /** The answer to each request; without numbers where there is none yet. */
    List<Answer> all() {
        return List.of(answers);
    }
}
