package io.foldline.calibrator;

import ai.djl.ndarray.NDManager;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.SplitStatistics;
import java.util.Optional;

/**
 * The sums of one least-squares problem.
 *
 * @param fit over the tokens that are fitted on
 * @param heldOut over those that are held out; empty where none are
 */
record SplitSums(TokenSums fit, Optional<TokenSums> heldOut) {
    /**
     * Sums over no token.
     *
     * @param owner frees them
     * @param inputs width k of what the map reads
     * @param outputs width d of what it writes
     */
    static SplitSums zero(TorchScript script, NDManager owner, int inputs, int outputs, boolean holdOut) {
        return new SplitSums(
                new TokenSums(script, owner, inputs, outputs),
                holdOut ? Optional.of(new TokenSums(script, owner, inputs, outputs)) : Optional.empty());
    }

    SplitStatistics statistics() {
        return new SplitStatistics(fit.statistics(), heldOut.map(TokenSums::statistics));
    }

    /** Adds what others have summed, in the same split. */
    void add(SplitStatistics statistics) {
        fit.add(statistics.fit());
        heldOut.ifPresent(sums -> sums.add(statistics.heldOut().orElseThrow()));
    }

    /** Whether statistics are of the same width and split. */
    boolean fits(SplitStatistics statistics) {
        return statistics.heldOut().isPresent() == heldOut.isPresent()
                && statistics.fit().width() == fit.width()
                && statistics.heldOut().map(held -> held.width() == fit.width()).orElse(true);
    }
}
