package io.foldline.pruning;

/** What the scores of a selector are taken from. */
public enum ScoreBasis {
    /** The weights alone: no calibration samples are needed. */
    WEIGHTS,
    /** Hidden states of the calibration samples. */
    STATES,
    /** What is left to meet after a fold, by least squares on the states of the calibration samples. */
    FOLD,
    /** The loss on calibration texts, which only models of language have. */
    LOSS
}
