package io.foldline.calibrator;

import io.foldline.model.SampleBatch;
import io.foldline.model.TokenSelection;
import io.foldline.pruning.HeldOut;

/** The real tokens of a batch, apart for those that are fitted on and those that are held out. */
record Tokens(TokenSelection fit, TokenSelection heldOut) {
    /** @param holdOut whether any sample is held out, see {@link HeldOut} */
    static Tokens of(SampleBatch batch, boolean holdOut) {
        TokenSelection all = TokenSelection.all(batch);
        return new Tokens(
                all.where(sample -> !holdOut || !HeldOut.contains(sample)),
                all.where(sample -> holdOut && HeldOut.contains(sample)));
    }
}
