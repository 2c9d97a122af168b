package io.foldline.pruning;

/**
 * How the blocks to remove are chosen.
 *
 * @param name as the user gives it
 * @param paper where it was published
 * @param description one sentence
 */
public record BlockSelector(String name, String paper, String description) {}
