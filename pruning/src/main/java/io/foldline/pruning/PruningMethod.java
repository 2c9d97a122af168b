package io.foldline.pruning;

/**
 * How removed blocks are made up for.
 *
 * @param name as the user gives it
 * @param folds whether a linear map is solved for and folded into the kept block
 * @param ridge whether the ridge of the request matters
 * @param paper where it was published
 * @param description one sentence
 */
public record PruningMethod(String name, boolean folds, boolean ridge, String paper, String description) {}
