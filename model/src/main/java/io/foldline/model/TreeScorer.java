package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scores sequences in one pass over the tree of their tokens; in two where rotation depends on a sequence's length, lest
 * that of one be another's.
 */
final class TreeScorer {
    private final LanguageModel model;

    TreeScorer(LanguageModel model) {
        this.model = model;
    }

    /** See {@link LanguageModel#scores}. */
    List<SequenceScore> scores(TokenBatch batch, int[] firstScored) throws IOException {
        ScoredRows.requirePositions(batch, firstScored);
        SequenceScore[] scores = new SequenceScore[batch.size()];
        Map<Boolean, List<Integer>> alike = IntStream.range(0, batch.size())
                .boxed()
                .collect(Collectors.partitioningBy(sequence -> model.turnsAlike(1, batch.length(sequence) - 1)));
        for (List<Integer> sequences : alike.values()) {
            if (!sequences.isEmpty()) {
                int[] first = sequences.stream()
                        .mapToInt(sequence -> firstScored[sequence])
                        .toArray();
                List<SequenceScore> part = inOneTree(batch.only(sequences), first);
                for (int i = 0; i < part.size(); i++) {
                    scores[sequences.get(i)] = part.get(i);
                }
            }
        }
        return List.of(scores);
    }

    private List<SequenceScore> inOneTree(TokenBatch batch, int[] firstScored) throws IOException {
        model.requireVocabulary(batch);
        TokenBatch context = batch.context();
        model.requireUsable(context);
        TokenTree tree = new TokenTree();
        int[][] paths = IntStream.range(0, context.size())
                .mapToObj(sequence -> tree.insert(context.ids(sequence)).path())
                .toArray(int[][]::new);
        ScoredRows rows = ScoredRows.of(batch, firstScored, (sequence, position) -> paths[sequence][position]);
        double[] sums = new double[batch.size()];
        boolean[] greedy = new boolean[batch.size()];
        Arrays.fill(greedy, true);
        try (NDManager scope = model.weights().manager().newSubManager()) {
            NDArray hidden = new TreePasses(model, scope, tree).next(true);
            for (ScoredRows chunk : rows.chunks(model.architecture().vocabulary())) {
                List<NDArray> found = scores(scope, hidden, chunk);
                chunk.addTo(sums, model.finite(found.get(0).toDoubleArray()));
                boolean[] best = found.get(1).toBooleanArray();
                for (int i = 0; i < best.length; i++) {
                    greedy[chunk.sequences()[i]] &= best[i];
                }
                found.forEach(NDArray::close);
            }
        }
        return IntStream.range(0, batch.size())
                .mapToObj(sequence -> new SequenceScore(sums[sequence], greedy[sequence]))
                .toList();
    }

    /** Logits of each row once, however many tokens are looked up in them. */
    private List<NDArray> scores(NDManager scope, NDArray hidden, ScoredRows chunk) throws IOException {
        long[] distinct = Arrays.stream(chunk.rows()).distinct().toArray();
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < distinct.length; i++) {
            places.put(distinct[i], i);
        }
        long[] of = Arrays.stream(chunk.rows()).map(places::get).toArray();
        try (NDArray rows = scope.create(distinct);
                NDArray indices = scope.create(of);
                NDArray ids = scope.create(chunk.ids())) {
            return model.script()
                    .tensors(
                            scope,
                            "scores",
                            hidden,
                            rows,
                            indices,
                            ids,
                            model.weights().outputs());
        }
    }
}
