package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.model.LanguageModel;
import io.foldline.model.NormGain;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.TokenSelection;
import io.foldline.pruning.RefitStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Gathers the statistics of a new gain of the norm in front of the head, with which a pruned model gives next tokens the
 * probabilities that the dense one gives them; see {@link LanguageModel#readout}. Blocks are fitted to hidden states, and
 * what they miss makes logits too sure of themselves; this is where that is set right.
 */
public final class ReadoutGatherer extends StepGatherer<LanguageModel> {
    /** Tokens of the vocabulary drawn at each token of a sample. */
    private static final int DRAWS = 4;

    /**
     * @param pruned a variant of the dense model, with the norm that it has now; closed with this
     * @param holdOut whether statistics of held-out samples are kept apart
     */
    public ReadoutGatherer(LanguageModel dense, LanguageModel pruned, RefitStep step, NormGain norm, boolean holdOut) {
        super(dense, pruned, step, dense.architecture().width() * (norm.bias().isPresent() ? 2 : 1), 1, holdOut);
    }

    /**
     * Adds the samples of a batch.
     *
     * @throws io.foldline.checkpoint.InputException if a hidden state is not finite
     */
    @Override
    public void add(SampleBatch batch) throws IOException {
        Tokens tokens = Tokens.of(batch, holdOut);
        TokenBatch texts = (TokenBatch) batch.tokens();
        List<TokenSums.Terms> terms = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            NDArray goal = dense.hidden(scope, texts);
            NDArray now = pruned.hidden(scope, texts);
            add(scope, terms, sums.fit(), now, goal, tokens.fit());
            if (sums.heldOut().isPresent()) {
                add(scope, terms, sums.heldOut().get(), now, goal, tokens.heldOut());
            }
            commit(batch, terms);
        }
    }

    private void add(
            NDManager scope,
            List<TokenSums.Terms> terms,
            TokenSums into,
            NDArray now,
            NDArray goal,
            TokenSelection tokens)
            throws IOException {
        if (tokens.size() == 0) {
            return;
        }
        try (NDArray found = rows.pick(scope, step.block(), now, tokens);
                NDArray wanted = rows.pick(scope, step.target(), goal, tokens);
                NDArray places = scope.create(places(tokens), new Shape(tokens.size(), DRAWS))) {
            for (int first = 0; first < tokens.size(); first += dense.tokensAtOnce()) {
                int count = Math.min(dense.tokensAtOnce(), tokens.size() - first);
                try (NDArray part = rows.range(scope, found, first, count);
                        NDArray wantedPart = rows.range(scope, wanted, first, count);
                        NDArray placesPart = rows.range(scope, places, first, count)) {
                    terms.add(into.terms(pruned.readout(scope, part, dense, wantedPart, placesPart)));
                }
            }
        }
    }

    /** Spread evenly over the distribution at each token; of each sample the same however the samples are shared out. */
    private static double[] places(TokenSelection tokens) {
        double[] places = new double[tokens.size() * DRAWS];
        SplittableRandom random = new SplittableRandom(tokens.sample(0));
        for (int token = 0; token < tokens.size(); token++) {
            if (token > 0 && tokens.sample(token) != tokens.sample(token - 1)) {
                random = new SplittableRandom(tokens.sample(token));
            }
            for (int draw = 0; draw < DRAWS; draw++) {
                places[token * DRAWS + draw] = (draw + random.nextDouble()) / DRAWS;
            }
        }
        return places;
    }
}
