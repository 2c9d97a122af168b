package io.foldline.evaluator;

import io.foldline.evaluator.RequestScorer.Asked;
import io.foldline.model.text.Batch;
import io.foldline.model.text.Batches;
import io.foldline.stage.ProgressListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Measures items, a chunk of {@link Batches#CHUNK} at a time: all requests of a chunk are batched together, so that the
 * batches, and with them the figures, do not depend on how items are shared out.
 */
final class ItemScorer {
    private final RequestScorer scorer;

    ItemScorer(RequestScorer scorer) {
        this.scorer = scorer;
    }

    /**
     * The sums over items.
     *
     * @param items consecutive ones, the first of which starts a chunk
     * @param progress hears after every batch; what it throws ends the work
     */
    Sums sums(List<EvaluationItem> items, ProgressListener progress) throws IOException {
        Sums sums = Sums.NONE;
        for (int first = 0; first < items.size(); first += Batches.CHUNK) {
            int end = Math.min(first + Batches.CHUNK, items.size());
            int done = first;
            sums = sums.plus(chunk(items.subList(first, end), () -> progress.progress(done, items.size(), "items")));
            progress.progress(end, items.size(), "items");
        }
        return sums;
    }

    private Sums chunk(List<EvaluationItem> items, Runnable beforeBatch) throws IOException {
        List<Asked> asked = items.stream()
                .flatMap(item -> item.requests().stream().map(request -> new Asked(item, request)))
                .toList();
        double[] answers = new double[asked.size()];
        List<int[]> ids = asked.stream().map(a -> a.request().ids()).toList();
        for (Batch batch : Batches.group(ids, Batches.TOKEN_BUDGET)) {
            beforeBatch.run();
            double[] some =
                    scorer.score(batch.samples().stream().map(asked::get).toList());
            for (int i = 0; i < some.length; i++) {
                answers[batch.samples().get(i)] = some[i];
            }
        }
        return sums(items, answers);
    }

    private static Sums sums(List<EvaluationItem> items, double[] answers) {
        Sums sums = Sums.NONE;
        int next = 0;
        for (EvaluationItem item : items) {
            int count = item.requests().size();
            if (count > 0) {
                sums = sums.plus(item.sums(Arrays.copyOfRange(answers, next, next + count)));
                next += count;
            }
        }
        return sums;
    }
}
