package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.model.BlockStates;
import io.foldline.model.LanguageModel;
import io.foldline.model.NormGain;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenSelection;
import io.foldline.pruning.RefitStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Gathers the statistics of a new gain of the norm in front of the head, with which a pruned model gives next tokens the
 * probabilities that the dense one gives them; see {@link LanguageModel#readout}. Blocks are fitted to hidden states, and
 * what they miss makes logits too sure of themselves; this is where that is set right.
 */
public final class ReadoutGatherer extends Gatherer {
    /** Tokens of the vocabulary drawn at each token of a sample. */
    private static final int DRAWS = 4;

    private final LanguageModel dense;
    private final LanguageModel pruned;
    private final RefitStep step;
    private final SplitSums sums;

    /**
     * @param pruned a variant of the dense model, with the norm that it has now; closed with this
     * @param holdOut whether statistics of held-out samples are kept apart
     */
    public ReadoutGatherer(LanguageModel dense, LanguageModel pruned, RefitStep step, NormGain norm, boolean holdOut) {
        super(dense, holdOut, Optional.empty());
        this.dense = dense;
        this.pruned = pruned;
        this.step = step;
        int width = dense.architecture().width();
        sums = zero(norm.bias().isPresent() ? 2 * width : width, 1);
    }

    /**
     * Adds the samples of a batch.
     *
     * @throws io.foldline.checkpoint.InputException if a hidden state is not finite
     */
    @Override
    public void add(SampleBatch batch) throws IOException {
        Tokens tokens = Tokens.of(batch, holdOut);
        List<TokenSums.Terms> terms = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            dense.forward(batch.tokens(), step.target(), goal -> {
                if (goal.block() == step.target()) {
                    pruned.forward(batch.tokens(), step.block(), now -> {
                        if (now.block() == step.block()) {
                            add(scope, terms, sums.fit(), now, goal, tokens.fit());
                            if (sums.heldOut().isPresent()) {
                                add(scope, terms, sums.heldOut().get(), now, goal, tokens.heldOut());
                            }
                        }
                    });
                }
            });
            commit(batch, terms);
        }
    }

    private void add(
            NDManager scope,
            List<TokenSums.Terms> terms,
            TokenSums into,
            BlockStates now,
            BlockStates goal,
            TokenSelection tokens)
            throws IOException {
        if (tokens.size() == 0) {
            return;
        }
        try (NDArray found = rows.pick(scope, now.block(), now.output(), tokens);
                NDArray wanted = rows.pick(scope, goal.block(), goal.output(), tokens);
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

    @Override
    List<SplitSums> sums() {
        return List.of(sums);
    }

    @Override
    public void close() {
        pruned.close();
        super.close();
    }
}
