package io.foldline.pruning;

import java.util.Optional;

/**
 * Statistics of one problem, apart for the samples that a transform is fitted on and those that only judge it.
 *
 * @param heldOut empty where every sample is fitted on
 */
public record SplitStatistics(Statistics fit, Optional<Statistics> heldOut) {
    /** Sums over all tokens. */
    public Statistics all() {
        return heldOut.map(fit::plus).orElse(fit);
    }

    /** Sums over the tokens of both, part by part. */
    public SplitStatistics plus(SplitStatistics other) {
        Optional<Statistics> sum =
                heldOut.map(mine -> other.heldOut.map(mine::plus).orElse(mine));
        return new SplitStatistics(fit.plus(other.fit), sum.or(() -> other.heldOut));
    }
}
