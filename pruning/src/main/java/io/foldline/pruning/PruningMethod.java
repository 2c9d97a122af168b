package io.foldline.pruning;

import java.util.Optional;

/**
 * How removed blocks are made up for.
 *
 * @param name as the user gives it
 * @param transform what is solved for
 * @param walk the maps that get new weights, where those are what is solved for
 * @param ridge the ridge where the request names none; empty for methods that have none
 * @param paper where it was published
 * @param description one sentence
 */
public record PruningMethod(
        String name,
        TransformKind transform,
        Optional<RefitWalk> walk,
        Optional<RidgeSetting> ridge,
        String paper,
        String description) {
    /** A method that solves for one linear map, or for nothing. */
    PruningMethod(
            String name, TransformKind transform, Optional<RidgeSetting> ridge, String paper, String description) {
        this(name, transform, Optional.empty(), ridge, paper, description);
    }

    /** Whether a linear map is folded into the block in front of each cut. */
    public boolean transforms() {
        return transform == TransformKind.DIAGONAL || transform == TransformKind.FULL;
    }

    /** Whether something is solved for. */
    public boolean folds() {
        return transform != TransformKind.NONE;
    }
}
