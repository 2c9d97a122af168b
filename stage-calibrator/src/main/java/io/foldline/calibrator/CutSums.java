package io.foldline.calibrator;

import io.foldline.pruning.Cut;
import io.foldline.pruning.SplitStatistics;
import java.util.Optional;

/**
 * The sums of one cut.
 *
 * @param fit over the tokens that are fitted on
 * @param heldOut over those that are held out; empty where none are
 */
record CutSums(Cut cut, TokenSums fit, Optional<TokenSums> heldOut) {
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
