package io.foldline.evaluator;

import io.foldline.evaluator.RequestScorer.Asked;
import io.foldline.model.Divisible;
import java.util.List;

/**
 * Requests that go through the model together.
 *
 * @param positions where the answers go, among those of all requests
 * @param asked the requests, in the same order
 */
record RequestBatch(List<Integer> positions, List<Asked> asked) implements Divisible<RequestBatch> {
    RequestBatch {
        positions = List.copyOf(positions);
        asked = List.copyOf(asked);
    }

    @Override
    public int size() {
        return asked.size();
    }

    @Override
    public int length() {
        return asked.stream().mapToInt(one -> one.request().ids().length).max().orElseThrow();
    }

    @Override
    public RequestBatch part(int first, int end) {
        return new RequestBatch(positions.subList(first, end), asked.subList(first, end));
    }
}
