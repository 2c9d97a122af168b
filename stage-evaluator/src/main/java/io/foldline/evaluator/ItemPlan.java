package io.foldline.evaluator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.evaluator.RequestScorer.Asked;
import io.foldline.model.TokenTree;
import io.foldline.model.text.Batch;
import io.foldline.model.text.Batches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * In which batches the requests of items go. They are made inside chunks of items, so that the batches, and with them the
 * figures, do not depend on how items are shared out. In a chunk whole texts go with those of their length; other items are
 * ordered by length, and their requests, which begin alike, stay together: a batch takes requests while their distinct tokens
 * are within the budget.
 */
final class ItemPlan {
    /** Distinct tokens of a batch that the plan aims at; more at once are not faster. */
    private static final int TREE_BUDGET = 1536;

    private final List<EvaluationItem> items;
    private final List<RequestBatch> batches = new ArrayList<>();
    /** Number of items that are done with each batch. */
    private final List<Integer> done = new ArrayList<>();

    private int requests;

    /**
     * @param items consecutive ones, the first of which starts a chunk
     * @param chunk items in a chunk
     */
    ItemPlan(List<EvaluationItem> items, int chunk) {
        this.items = List.copyOf(items);
        for (int first = 0; first < items.size(); first += chunk) {
            addChunk(first, Math.min(first + chunk, items.size()));
        }
    }

    private void addChunk(int first, int end) {
        List<Asked> asked = items.subList(first, end).stream()
                .flatMap(item -> item.requests().stream().map(request -> new Asked(item, request)))
                .toList();
        for (List<Integer> batch : batches(asked)) {
            batches.add(new RequestBatch(
                    batch.stream().map(i -> requests + i).toList(),
                    batch.stream().map(asked::get).toList()));
            done.add(first);
        }
        if (!asked.isEmpty()) {
            done.set(done.size() - 1, end);
        }
        requests += asked.size();
    }

    /** Numbers of the requests that go together. */
    private static List<List<Integer>> batches(List<Asked> asked) {
        if (!asked.isEmpty() && asked.get(0).item().whole()) {
            List<int[]> ids = asked.stream().map(a -> a.request().ids()).toList();
            return Batches.group(ids, Batches.TOKEN_BUDGET).stream()
                    .map(Batch::samples)
                    .toList();
        }
        List<List<Integer>> batches = new ArrayList<>();
        TokenTree tree = new TokenTree();
        for (int request : ordered(asked)) {
            int[] seen = seen(asked.get(request).request());
            tree.add(seen);
            if (batches.isEmpty() || tree.size() > TREE_BUDGET) {
                batches.add(new ArrayList<>());
                tree = new TokenTree();
                tree.add(seen);
            }
            batches.get(batches.size() - 1).add(request);
        }
        return batches;
    }

    /** The tokens that go through the model: the last one of a likelihood is only predicted. */
    private static int[] seen(ModelRequest request) {
        int[] ids = request.ids();
        return request instanceof ModelRequest.Likelihood ? Arrays.copyOf(ids, ids.length - 1) : ids;
    }

    /** Items by their longest request, and the requests of an item behind each other. */
    private static List<Integer> ordered(List<Asked> asked) {
        return IntStream.range(0, asked.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                        (Integer i) -> longest(asked.get(i).item())))
                .toList();
    }

    private static int longest(EvaluationItem item) {
        return item.requests().stream()
                .mapToInt(request -> request.ids().length)
                .max()
                .orElse(0);
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

    /** Takes an item with the answers to its requests. */
    private interface ItemAction {
        void take(int item, List<Answer> answers) throws IOException;
    }

    private void each(List<Answer> answers, ItemAction action) throws IOException {
        int next = 0;
        for (int item = 0; item < items.size(); item++) {
            int count = items.get(item).requests().size();
            if (count > 0) {
                action.take(item, answers.subList(next, next + count));
                next += count;
            }
        }
    }

    /**
     * What each item that can be measured counts.
     *
     * @param answers one for each request
     */
    List<Sums> items(List<Answer> answers) throws IOException {
        List<Sums> counted = new ArrayList<>();
        each(answers, (item, some) -> counted.add(items.get(item).sums(some)));
        return counted;
    }

    /**
     * Tells of each item that can be measured.
     *
     * @param answers one for each request
     */
    void samples(List<Answer> answers, SampleListener listener) throws IOException {
        each(answers, (item, some) -> {
            for (ObjectNode sample : items.get(item).samples(some)) {
                listener.sample(item, sample);
            }
        });
    }
}
