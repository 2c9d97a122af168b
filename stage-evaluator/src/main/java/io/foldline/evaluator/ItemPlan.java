package io.foldline.evaluator;

import io.foldline.evaluator.RequestScorer.Asked;
import io.foldline.model.text.Batch;
import io.foldline.model.text.Batches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which batches the requests of items go. They are made inside chunks of {@link Batches#CHUNK} items, so that the
 * batches, and with them the figures, do not depend on how items are shared out.
 */
final class ItemPlan {
    private final List<EvaluationItem> items;
    private final List<RequestBatch> batches = new ArrayList<>();
    /** Number of items that are done with each batch. */
    private final List<Integer> done = new ArrayList<>();

    private int requests;

    /** @param items consecutive ones, the first of which starts a chunk */
    ItemPlan(List<EvaluationItem> items) {
        this.items = List.copyOf(items);
        for (int first = 0; first < items.size(); first += Batches.CHUNK) {
            addChunk(first, chunkEnd(first));
        }
    }

    private void addChunk(int first, int end) {
        List<Asked> asked = items.subList(first, end).stream()
                .flatMap(item -> item.requests().stream().map(request -> new Asked(item, request)))
                .toList();
        List<int[]> ids = asked.stream().map(a -> a.request().ids()).toList();
        for (Batch batch : Batches.group(ids, Batches.TOKEN_BUDGET)) {
            batches.add(new RequestBatch(
                    batch.samples().stream().map(i -> requests + i).toList(),
                    batch.samples().stream().map(asked::get).toList()));
            done.add(first);
        }
        if (!asked.isEmpty()) {
            done.set(done.size() - 1, end);
        }
        requests += asked.size();
    }

    private int chunkEnd(int first) {
        return Math.min(first + Batches.CHUNK, items.size());
    }

    List<RequestBatch> batches() {
        return batches;
    }

    /** Number of requests of all items. */
    int requests() {
        return requests;
    }

    /** Number of items of which every request was in the first batches, counted in whole chunks. */
    int itemsIn(int firstBatches) {
        return done.get(firstBatches - 1);
    }

    /**
     * The sums over all items.
     *
     * @param answers one for each request
     */
    Sums sums(double[] answers) {
        Sums sums = Sums.NONE;
        int next = 0;
        for (int first = 0; first < items.size(); first += Batches.CHUNK) {
            Sums chunk = Sums.NONE;
            for (EvaluationItem item : items.subList(first, chunkEnd(first))) {
                int count = item.requests().size();
                if (count > 0) {
                    chunk = chunk.plus(item.sums(Arrays.copyOfRange(answers, next, next + count)));
                    next += count;
                }
            }
            sums = sums.plus(chunk);
        }
        return sums;
    }
}
