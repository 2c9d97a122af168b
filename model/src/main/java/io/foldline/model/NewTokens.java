package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.model.TokenTree.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a tree that go through a model together, and what each sees, as the blocks take it. The stretches of the
 * tree, see {@link TreeRow}, are grouped by their size.
 *
 * @param ids (1 × tokens), int64
 * @param positions of the tokens in their sequences, int64
 * @param places where each token is among the queries of all groups, int64
 * @param queries of each group, (stretches × queries), int64: which of the new tokens
 * @param keys of each group, (stretches × keys), int64: which of all tokens
 * @param seen of each group and {@link Architecture#windows window}, (stretches × 1 × queries × keys): which of its keys a
 *     query sees; nothing where the stretches start a sequence, which the causal kernel is for
 */
record NewTokens(
        NDArray ids, NDArray positions, NDArray places, List<NDArray> queries, List<NDArray> keys, List<NDArray> seen) {

    static NewTokens of(TokenModel model, NDManager scope, TokenTree tree, int first) {
        List<Node> nodes = tree.since(first);
        NDArray ids = scope.create(nodes.stream().mapToLong(Node::id).toArray(), new Shape(1, nodes.size()));
        NDArray positions =
                scope.create(nodes.stream().mapToLong(Node::position).toArray());
        long[] places = new long[nodes.size()];
        List<NDArray> queries = new ArrayList<>();
        List<NDArray> keys = new ArrayList<>();
        List<NDArray> seen = new ArrayList<>();
        long offset = 0;
        for (TreeRows rows : TreeRows.of(tree, first)) {
            long start = offset;
            rows.place((token, place) -> places[token - first] = start + place);
            offset += (long) rows.size() * rows.queries();
            long[] asked = Arrays.stream(rows.queryTokens())
                    .map(token -> token - first)
                    .toArray();
            queries.add(scope.create(asked, new Shape(rows.size(), rows.queries())));
            keys.add(scope.create(rows.keyTokens(), new Shape(rows.size(), rows.keys())));
            for (int window : model.architecture().windows()) {
                seen.add(
                        rows.starts()
                                ? scope.create(new Shape(0))
                                : model.script()
                                        .tensor(
                                                scope,
                                                "row_seen",
                                                positions,
                                                queries.get(queries.size() - 1),
                                                rows.keys(),
                                                window == 0 ? rows.keys() : window));
            }
        }
        return new NewTokens(ids, positions, scope.create(places), queries, keys, seen);
    }
}
