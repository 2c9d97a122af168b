package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.model.BlockStates;
import io.foldline.model.TokenRows;
import io.foldline.model.TokenSelection;
import io.foldline.pruning.Cut;
import io.foldline.pruning.SplitStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One cut's share of the passes: keeps what the kept block writes until the last removed block's output comes, then adds
 * both to the sums, apart for the tokens that are fitted on and those that are held out.
 */
final class CutGatherer {
    private final Cut cut;
    private final TokenRows rows;
    private final TokenSums fit;
    private final Optional<TokenSums> heldOut;
    private final List<Pending> pending = new ArrayList<>();

    /** Tokens of a pass that wait for the last removed block. */
    private record Pending(TokenSums sums, TokenSelection tokens, NDArray mlp, NDArray residual) {}

    CutGatherer(Cut cut, TokenRows rows, TokenSums fit, Optional<TokenSums> heldOut) {
        this.cut = cut;
        this.rows = rows;
        this.fit = fit;
        this.heldOut = heldOut;
    }

    Cut cut() {
        return cut;
    }

    /**
     * Takes the states of the kept block.
     *
     * @param scope frees what is kept, at the end of the pass
     */
    void takeKept(NDManager scope, BlockStates states, Tokens tokens) {
        pending.clear();
        take(scope, states, fit, tokens.fit());
        heldOut.ifPresent(sums -> take(scope, states, sums, tokens.heldOut()));
    }

    private void take(NDManager scope, BlockStates states, TokenSums sums, TokenSelection tokens) {
        if (tokens.size() > 0) {
            pending.add(new Pending(
                    sums,
                    tokens,
                    rows.pick(scope, states.block(), states.mlpOutput(), tokens),
                    rows.pick(scope, states.block(), states.residual(), tokens)));
        }
    }

    /**
     * Takes the output of the last removed block, and adds.
     *
     * @param output sequences × length × d
     */
    void takeLast(NDManager scope, NDArray output) {
        for (Pending part : pending) {
            try (NDArray target = rows.pick(scope, cut.last(), output, part.tokens)) {
                part.sums.add(part.mlp, part.residual, target);
            }
            part.mlp.close();
            part.residual.close();
        }
        pending.clear();
    }

    SplitStatistics statistics() {
        return new SplitStatistics(fit.statistics(), heldOut.map(TokenSums::statistics));
    }
}
