package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.InputException;
import io.foldline.model.TokenTree.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Continues prompts together, token by token. Those that have ended cost nothing more. */
final class GreedyDecoder {
    private final LanguageModel model;
    private final int maxNewTokens;
    private final StopRule stop;

    GreedyDecoder(LanguageModel model, int maxNewTokens, StopRule stop) {
        this.model = model;
        this.maxNewTokens = maxNewTokens;
        this.stop = stop;
    }

    /** A prompt and what has followed it; {@code last} is the last token that went, or is to go, through the model. */
    private static final class Text {
        private final int prompt;
        private final List<Integer> generated = new ArrayList<>();
        private Node last;

        Text(int prompt, Node last) {
            this.prompt = prompt;
            this.last = last;
        }
    }

    /**
     * See {@link LanguageModel#generate}. Where rotation depends on a sequence's length, each prompt goes on its own, lest
     * its length be another's.
     */
    List<List<Integer>> generate(TokenBatch prompts) throws IOException {
        requireRoom(prompts);
        model.requireVocabulary(prompts);
        List<Integer> all = IntStream.range(0, prompts.size()).boxed().toList();
        if (model.turnsAlike(1, prompts.length() + maxNewTokens)) {
            return together(prompts, all);
        }
        List<List<Integer>> generated = new ArrayList<>();
        for (int prompt : all) {
            generated.addAll(together(prompts, List.of(prompt)));
        }
        return generated;
    }

    private List<List<Integer>> together(TokenBatch prompts, List<Integer> numbers) throws IOException {
        TokenTree tree = new TokenTree();
        List<Text> texts = numbers.stream()
                .map(prompt -> new Text(prompt, tree.insert(prompts.ids(prompt))))
                .toList();
        List<Text> open = texts;
        try (NDManager scope = model.weights().manager().newSubManager()) {
            TreePasses passes = new TreePasses(model, scope, tree);
            for (int left = maxNewTokens; left > 0 && !open.isEmpty(); left--) {
                try (NDArray hidden = passes.next(left == 1)) {
                    addNext(scope, hidden, passes, open);
                }
                open = open.stream()
                        .filter(text -> !stop.ends(text.prompt, Collections.unmodifiableList(text.generated)))
                        .toList();
                open.forEach(text -> text.last = tree.grow(text.last, text.generated.get(text.generated.size() - 1)));
            }
        }
        return texts.stream().map(text -> List.copyOf(text.generated)).toList();
    }

    private void addNext(NDManager scope, NDArray hidden, TreePasses passes, List<Text> open) throws IOException {
        int size = model.tokensAtOnce();
        for (int from = 0; from < open.size(); from += size) {
            List<Text> part = open.subList(from, Math.min(open.size(), from + size));
            long[] rows = part.stream()
                    .mapToLong(text -> passes.row(text.last.number()))
                    .toArray();
            try (NDArray indices = scope.create(rows);
                    NDArray next = model.script()
                            .tensor(
                                    scope,
                                    "next",
                                    hidden,
                                    indices,
                                    model.weights().outputs())) {
                long[] ids = next.toLongArray();
                if (Arrays.stream(ids).anyMatch(id -> id < 0)) {
                    throw model.badLogits();
                }
                for (int i = 0; i < ids.length; i++) {
                    part.get(i).generated.add((int) ids[i]);
                }
            }
        }
    }

    private void requireRoom(TokenBatch prompts) {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("at most " + maxNewTokens + " new tokens; expected at least 1");
        }
        int positions = model.architecture().maxPositions();
        if (prompts.length() > positions - maxNewTokens) {
            throw new InputException(
                    "a prompt of %d tokens and %d new ones do not fit into the %d positions of %s; shorten the prompt or generate fewer tokens"
                            .formatted(prompts.length(), maxNewTokens, positions, model.path()));
        }
    }
}
