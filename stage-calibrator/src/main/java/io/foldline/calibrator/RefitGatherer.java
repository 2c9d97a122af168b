package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.BlockModel;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.OutputMap;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenRows;
import io.foldline.model.TokenSelection;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.BlockMap;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.SplitStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers the statistics of new weights for one output map of a pruned model: with H what the map reads there, and E what
 * the residual stream behind it misses of the dense model's, sums of {@code HᵀH} and {@code HᵀE}. A change ΔW of the
 * weights makes up {@code H ΔWᵀ} of E.
 */
public final class RefitGatherer implements Gatherer {
    private final BlockModel dense;
    private final BlockModel pruned;
    private final RefitStep step;
    private final OutputMap map;
    private final boolean holdOut;
    private final NDManager manager;
    private final TokenRows rows = new TokenRows();
    private final TorchScript script = TorchScript.compile("statistics", TokenSums.SCRIPT);
    private final SplitSums sums;
    private final GatheredSums gathered;

    /**
     * @param pruned a variant of the dense model, with the weights that the map has now; closed with this
     * @param holdOut whether statistics of held-out samples are kept apart
     */
    public RefitGatherer(BlockModel dense, BlockModel pruned, RefitStep step, OutputMap map, boolean holdOut) {
        this.dense = dense;
        this.pruned = pruned;
        this.step = step;
        this.map = map;
        this.holdOut = holdOut;
        manager = TorchEngine.newManager(dense.device());
        int inputs = map.inputs() + (map.bias().isPresent() ? 1 : 0);
        sums = SplitSums.zero(script, manager, inputs, dense.architecture().width(), holdOut);
        gathered = new GatheredSums(List.of(sums));
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
            missing.terms.forEach(TokenSums.Terms::commit);
            gathered.added(batch);
        }
    }

    private boolean attention() {
        return step.map() == BlockMap.ATTENTION_OUTPUT;
    }

    private NDArray behind(BlockStates states) {
        return attention() ? states.residual() : states.output();
    }

    /** Keeps the state of the dense model that the map has to meet. */
    private final class Goal implements BlockTap {
        private final NDManager scope;
        private final List<Part> parts = new ArrayList<>();

        /** Tokens, and the state that is wanted of them. */
        private record Part(TokenSums sums, TokenSelection tokens, Optional<NDArray> state) {}

        Goal(NDManager scope, Tokens tokens) {
            this.scope = scope;
            parts.add(new Part(sums.fit(), tokens.fit(), Optional.empty()));
            sums.heldOut().ifPresent(held -> parts.add(new Part(held, tokens.heldOut(), Optional.empty())));
            parts.removeIf(part -> part.tokens.size() == 0);
        }

        @Override
        public boolean wantsParts(int block) {
            return attention() && block == step.target();
        }

        @Override
        public void accept(BlockStates states) {
            if (states.block() == step.target()) {
                parts.replaceAll(part -> new Part(
                        part.sums,
                        part.tokens,
                        Optional.of(rows.pick(scope, states.block(), behind(states), part.tokens))));
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
                NDArray inner = attention() ? states.attentionInner() : states.mlpInner();
                try (NDArray read = rows.pick(scope, states.block(), inner, part.tokens);
                        NDArray now = rows.pick(scope, states.block(), behind(states), part.tokens)) {
                    terms.add(part.sums.missing(
                            scope,
                            read,
                            now,
                            part.state.orElseThrow(),
                            map.scale(),
                            map.bias().isPresent()));
                }
            }
        }
    }

    @Override
    public List<SplitStatistics> statistics() {
        return gathered.statistics();
    }

    @Override
    public Map<String, DoubleTensor> state() {
        return gathered.state();
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        gathered.restore(state);
    }

    @Override
    public long samples() {
        return gathered.samples();
    }

    @Override
    public long tokens() {
        return gathered.tokens();
    }

    @Override
    public void close() {
        pruned.close();
        manager.close();
        rows.close();
        script.close();
    }
}
