package io.foldline.model;

/**
 * What a model makes of the scored tokens of a sequence.
 *
 * @param logLikelihood sum of the natural logarithms of their probabilities, each given all tokens before it
 * @param greedy whether each has the largest logit, of equal ones the first; true where none is scored
 */
public record SequenceScore(double logLikelihood, boolean greedy) {}
