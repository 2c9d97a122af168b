package io.foldline.pruning;

/**
 * How removed blocks are made up for.
 *
 * @param name as the user gives it
 * @param transform the linear map that is solved for and folded into the kept block
 * @param ridge whether the ridge of the request matters
 * @param paper where it was published
 * @param description one sentence
 */
public record PruningMethod(String name, TransformKind transform, boolean ridge, String paper, String description) {
    /** Whether a linear map is solved for and folded into the kept block. */
    public boolean folds() {
        return transform != TransformKind.NONE;
    }
}
