package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a model over a tree of tokens that grows. Each token goes through once and sees those of its path alone; maps and
 * norms see all new tokens as one sequence, without padding.
 */
final class TreePasses {
    private final TokenModel model;
    private final NDManager scope;
    private final TokenTree tree;
    /** By block, the keys and values of the tokens that went through, each (tokens × heads × head width). */
    private final Map<Integer, List<NDArray>> past = new HashMap<>();

    private int first;
    private int end;
    private int length;

    /** @param scope owns what comes out and what is kept */
    TreePasses(TokenModel model, NDManager scope, TokenTree tree) {
        this.model = model;
        this.scope = scope;
        this.tree = tree;
    }

    /**
     * Runs the tokens that the tree has grown by.
     *
     * @param last whether no others will follow, so that keys and values need not be kept
     * @return what comes out of the last block, (1 × tokens × width), see {@link #row}
     * @throws InputException if it is not finite
     */
    NDArray next(boolean last) throws IOException {
        startAgainIfTurned();
        first = end;
        end = tree.size();
        try (NDManager temporary = scope.newSubManager()) {
            NDArray x = run(temporary, last);
            x.attach(scope);
            return x;
        }
    }

    /** Where a token is in the output of the last pass. */
    int row(int token) {
        return token - first;
    }

    /** Keys are kept as they were turned, which is of no use once all turn otherwise. */
    private void startAgainIfTurned() {
        int before = length;
        length = tree.length();
        if (!model.turnsAlike(before, length)) {
            past.values().forEach(tensors -> tensors.forEach(NDArray::close));
            past.clear();
            end = 0;
        }
    }

    private NDArray run(NDManager temporary, boolean last) throws IOException {
        NewTokens tokens = NewTokens.of(model, temporary, tree, first);
        NDArray x = model.embed(temporary, tokens.ids(), tokens.positions());
        List<NDArray> rotation = model.script().tensors(temporary, "rotation_at", tokens.positions(), length, x);
        for (int block : model.route()) {
            NDArray output = block(temporary, block, x, rotation, tokens, last);
            x.close();
            x = output;
            if (!model.script().test("finite", x)) {
                throw model.notFinite(block);
            }
        }
        return x;
    }

    private NDArray block(
            NDManager temporary, int block, NDArray x, List<NDArray> rotation, NewTokens tokens, boolean last)
            throws IOException {
        List<NDArray> before = past.getOrDefault(block, List.of());
        List<NDArray> parts = model.transformed(
                temporary,
                block,
                model.script()
                        .tensors(
                                temporary,
                                model.method("tree", block),
                                x,
                                rotation,
                                model.weights().block(block),
                                before,
                                tokens.places(),
                                tokens.queries(),
                                tokens.keys(),
                                tokens.seen()));
        before.forEach(NDArray::close);
        List<NDArray> keysAndValues = parts.subList(3, 5);
        parts.subList(1, last ? 5 : 3).forEach(NDArray::close);
        if (!last) {
            keysAndValues.forEach(tensor -> tensor.attach(scope));
            past.put(block, keysAndValues);
        }
        return parts.get(0);
    }
}
