package io.foldline.model;

/**
 * Numbers that a model multiplies by, 1 where it does not.
 *
 * @param embedding what the embedding is multiplied by
 * @param residual what attention and MLP are multiplied by before they are added to the residual stream
 * @param logitDivisor what the logits are divided by
 * @param logitSoftcap bound of the logits, by tanh; 0: none
 */
record Scales(double embedding, double residual, double logitDivisor, double logitSoftcap) {}
