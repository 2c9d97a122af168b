package io.foldline.scorer;

/**
 * The scores of a task.
 *
 * @param sums one a candidate; divided by {@code weight} they are means
 * @param weight number of terms in each
 * @param samples number of samples in them
 * @param tokens number of real tokens in them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; short-lived carrier
record BlockScores(double[] sums, long weight, long samples, long tokens) {}
