package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.model.BlockStates;
import io.foldline.model.TokenRows;
import io.foldline.model.TokenSelection;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One cut's share of one pass: keeps what the kept block writes until the last removed block's output comes, and what
 * both give until the pass is through.
 */
final class CutPass {
    private final NDManager scope;
    private final TokenRows rows;
    private final TorchScript script;
    private final CutSums sums;
    private final List<Pending> pending = new ArrayList<>();
    private final List<TokenSums.Terms> terms = new ArrayList<>();
    private final List<ActivationRows> activations = new ArrayList<>();

    /** What becomes of the activations of tokens, n×d each. */
    private interface Use {
        void take(NDArray mlp, NDArray residual, NDArray output);
    }

    /** Tokens of the pass that wait for the last removed block. */
    private record Pending(Use use, TokenSelection tokens, NDArray mlp, NDArray residual) {}

    /** @param scope frees what is kept, at the end of the pass */
    CutPass(NDManager scope, TokenRows rows, TorchScript script, CutSums sums) {
        this.scope = scope;
        this.rows = rows;
        this.script = script;
        this.sums = sums;
    }

    Cut cut() {
        return sums.cut();
    }

    /** Takes the states of the kept block. */
    void takeKept(BlockStates states, Tokens tokens) {
        sum(states, SplitSums::fit, tokens.fit());
        sum(states, split -> split.heldOut().orElseThrow(), tokens.heldOut());
    }

    private void sum(BlockStates states, Function<SplitSums, TokenSums> into, TokenSelection tokens) {
        take(states, tokens, (mlp, residual, output) -> {
            for (CutSums.OfProblem each : sums.problems()) {
                terms.add(into.apply(each.sums()).terms(scope, each.problem(), mlp, residual, output));
            }
        });
    }

    /** Takes the states of the kept block of tokens whose activations are wanted. */
    void takeActivations(BlockStates states, TokenSelection tokens) {
        take(
                states,
                tokens,
                (mlp, residual, output) -> activations.add(ActivationRows.of(script, mlp, residual, output)));
    }

    private void take(BlockStates states, TokenSelection tokens, Use use) {
        if (tokens.size() > 0) {
            pending.add(new Pending(
                    use,
                    tokens,
                    rows.pick(scope, states.block(), states.mlpOutput(), tokens),
                    rows.pick(scope, states.block(), states.residual(), tokens)));
        }
    }

    /**
     * Takes the output of the last removed block.
     *
     * @param output sequences × length × d
     */
    void takeLast(NDArray output) {
        for (Pending part : pending) {
            try (NDArray target = rows.pick(scope, cut().last(), output, part.tokens)) {
                part.use.take(part.mlp, part.residual, target);
            }
            part.mlp.close();
            part.residual.close();
        }
        pending.clear();
    }

    /** What the pass gave, to be added. */
    List<TokenSums.Terms> terms() {
        return terms;
    }

    /** The activations that were wanted, if any. */
    List<ActivationRows> activations() {
        return activations;
    }
}
