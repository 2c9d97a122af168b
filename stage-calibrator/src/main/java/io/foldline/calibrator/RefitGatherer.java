package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.model.BlockModel;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.LinearMaps;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenSelection;
import io.foldline.pruning.BlockMap;
import io.foldline.pruning.RefitStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the statistics of new weights for maps of one block of a pruned model, sums of {@code HᵀDH} and {@code HᵀDE}: H is
 * what the maps read there. For a map that writes, E is what the residual stream behind it misses of the dense model's, and
 * a change ΔW of the weights makes up {@code H ΔWᵀ} of it; for maps that read, E is what H misses of what they read in the
 * dense model, and {@code H P}, P being the solution, makes up for it. D weighs a token by {@code 1/‖S‖²}, S the dense
 * model's state, so that what counts is how far it is off for its size, and the few tokens of massive activations do not
 * outweigh all others.
 */
public final class RefitGatherer extends StepGatherer<BlockModel> {
    private final LinearMaps maps;
    /** The block whose dense state the goal begins with: its own where the attention makes up for removed ones too. */
    private final int first;

    /**
     * @param pruned a variant of the dense model, with the weights that the maps have now; closed with this
     * @param holdOut whether statistics of held-out samples are kept apart
     */
    public RefitGatherer(BlockModel dense, BlockModel pruned, RefitStep step, LinearMaps maps, boolean holdOut) {
        super(
                dense,
                pruned,
                step,
                maps.inputs() + (maps.bias().isPresent() ? 1 : 0),
                dense.architecture().width(),
                holdOut);
        this.maps = maps;
        first = step.map() == BlockMap.ATTENTION_OUTPUT ? step.block() : step.target();
    }

    /**
     * Adds the samples of a batch.
     *
     * @throws io.foldline.checkpoint.InputException if a hidden state is not finite
     */
    @Override
    public void add(SampleBatch batch) throws IOException {
        Tokens tokens = Tokens.of(batch, holdOut);
        try (NDManager scope = manager.newSubManager()) {
            Goal goal = new Goal(scope, tokens);
            dense.forward(batch.tokens(), step.target(), goal);
            Missing missing = new Missing(scope, goal);
            pruned.forward(batch.tokens(), step.block(), missing);
            commit(batch, missing.terms);
        }
    }

    /** What the maps read. */
    private NDArray inner(BlockStates states) {
        return switch (step.map()) {
            case ATTENTION_INPUT -> states.attentionInput();
            case ATTENTION_OUTPUT -> states.attentionInner();
            case MLP_INPUT -> states.mlpInput();
            case MLP_OUTPUT -> states.mlpInner();
            case FINAL_NORM -> throw new IllegalStateException("no map of a block: " + step);
        };
    }

    /** What is to be as in the dense model: what maps read, or the residual stream behind one that writes. */
    private NDArray state(BlockStates states) {
        return switch (step.map()) {
            case ATTENTION_INPUT -> states.attentionInput();
            case ATTENTION_OUTPUT -> states.residual();
            case MLP_INPUT -> states.mlpInput();
            case MLP_OUTPUT, FINAL_NORM -> states.output();
        };
    }

    /** Keeps the state of the dense model that the map has to meet. */
    private final class Goal implements BlockTap {
        private final NDManager scope;
        private final List<Part> parts = new ArrayList<>();

        /** Tokens, and the state that is wanted of them. */
        private record Part(TokenSums sums, TokenSelection tokens, Optional<NDArray> state) {
            Part with(NDArray other) {
                return new Part(sums, tokens, Optional.of(other));
            }
        }

        Goal(NDManager scope, Tokens tokens) {
            this.scope = scope;
            parts.add(new Part(sums.fit(), tokens.fit(), Optional.empty()));
            sums.heldOut().ifPresent(held -> parts.add(new Part(held, tokens.heldOut(), Optional.empty())));
            parts.removeIf(part -> part.tokens.size() == 0);
        }

        @Override
        public boolean wantsParts(int block) {
            return step.map() != BlockMap.MLP_OUTPUT && first <= block && block <= step.target();
        }

        @Override
        public void accept(BlockStates states) {
            if (states.block() == first) {
                parts.replaceAll(part -> part.with(rows.pick(scope, first, state(states), part.tokens)));
            } else if (states.block() > first) {
                parts.replaceAll(part -> part.with(plusRemoved(states, part)));
            }
        }

        /** The attention takes over half of what that of the removed blocks behind it adds; their MLPs are left to the MLP. */
        private NDArray plusRemoved(BlockStates states, Part part) {
            try (NDArray former = part.state.orElseThrow();
                    NDArray input = rows.pick(scope, states.block(), states.input(), part.tokens);
                    NDArray residual = rows.pick(scope, states.block(), states.residual(), part.tokens)) {
                return script.tensor(scope, "plus_half", former, residual, input);
            }
        }
    }

    /** Compares the state of the pruned model with it. */
    private final class Missing implements BlockTap {
        private final NDManager scope;
        private final Goal goal;
        private final List<TokenSums.Terms> terms = new ArrayList<>();

        Missing(NDManager scope, Goal goal) {
            this.scope = scope;
            this.goal = goal;
        }

        @Override
        public boolean wantsParts(int block) {
            return block == step.block();
        }

        @Override
        public void accept(BlockStates states) {
            if (states.block() != step.block()) {
                return;
            }
            for (Goal.Part part : goal.parts) {
                try (NDArray read = rows.pick(scope, states.block(), inner(states), part.tokens);
                        NDArray now = rows.pick(scope, states.block(), state(states), part.tokens)) {
                    terms.add(part.sums.missing(
                            scope,
                            read,
                            now,
                            part.state.orElseThrow(),
                            maps.scale(),
                            maps.bias().isPresent()));
                }
            }
        }
    }
}
