package io.foldline.evaluator;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.passes.BatchSums;
import java.io.IOException;
import java.util.Map;

/** The answers to requests, as they come in. */
final class Answers implements BatchSums<RequestBatch> {
    private static final String NAME = "answers";

    private final RequestScorer scorer;
    private final double[] values;

    /** @param count number of requests */
    Answers(RequestScorer scorer, int count) {
        this.scorer = scorer;
        this.values = new double[count];
    }

    @Override
    public void add(RequestBatch batch) throws IOException {
        double[] some = scorer.score(batch.asked());
        for (int i = 0; i < some.length; i++) {
            values[batch.positions().get(i)] = some[i];
        }
    }

    @Override
    public Map<String, DoubleTensor> state() {
        return Map.of(NAME, DoubleTensor.vector(values));
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        double[] saved = state.readDoubles(NAME);
        if (saved.length != values.length) {
            throw new InputException(
                    "%s: %d answers, expected %d".formatted(state.path(), saved.length, values.length));
        }
        System.arraycopy(saved, 0, values, 0, values.length);
    }

    /** Natural-log likelihood of each request; 0 where there is no answer yet. */
    double[] values() {
        return values;
    }
}
