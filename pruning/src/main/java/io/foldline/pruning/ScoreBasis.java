package io.foldline.pruning;

/** What the scores of a selector are taken from. */
public enum ScoreBasis {
    /** The weights alone: no calibration samples are needed. */
    WEIGHTS,
    /** Hidden states of the calibration samples. */
    STATES,
    /** The loss on calibration texts, which only models of language have. */
    LOSS
}
