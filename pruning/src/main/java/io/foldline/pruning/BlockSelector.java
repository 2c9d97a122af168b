package io.foldline.pruning;

/**
 * How the blocks to remove are chosen.
 *
 * @param name as the user gives it
 * @param measure what its scores are, in words; the lower, the better to remove
 * @param greedy whether it takes one block after the other, comparing anew what is left; otherwise it takes one cut
 * @param paper where it was published
 * @param description one sentence
 */
public record BlockSelector(String name, String measure, boolean greedy, String paper, String description) {}
