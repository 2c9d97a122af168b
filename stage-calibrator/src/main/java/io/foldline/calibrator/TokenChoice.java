package io.foldline.calibrator;

import io.foldline.model.TokenSelection;
import io.foldline.pruning.SeededHash;

/**
 * Which tokens of a calibration set are kept: each with the same probability, by a hash of its place, so the choice is the
 * same however the set is shared out among tasks.
 *
 * @param share probability, from 0 to 1
 */
public record TokenChoice(SeededHash random, double share) implements TokenSelection.Choice {
    /**
     * A choice of at most so many tokens, in expectation: of fewer where samples are shorter than they may be.
     *
     * @param tokens 0 for all
     * @param samples number of samples
     * @param length tokens of a sample, at most
     */
    public static TokenChoice of(long seed, long tokens, int samples, int length) {
        double most = (double) samples * length;
        return new TokenChoice(new SeededHash(seed), tokens == 0 || tokens >= most ? 1 : tokens / most);
    }

    @Override
    public boolean contains(int sample, int position) {
        return share == 1 || random.fraction(sample, position) < share;
    }

    /** The seed matters only where there is something to choose. */
    @Override
    public String toString() {
        return share == 1 ? "all" : "%s by %d".formatted(share, random.seed());
    }
}
