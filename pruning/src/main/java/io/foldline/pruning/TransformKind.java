package io.foldline.pruning;

/** What is solved for to make up for removed blocks. */
public enum TransformKind {
    /** Nothing: the blocks are dropped. */
    NONE,
    /** Nothing: the tensors of removed blocks are merged into those of the kept one. */
    COLLAPSE,
    /** One factor a hidden dimension. */
    DIAGONAL,
    /** A linear map between all hidden dimensions. */
    FULL,
    /** One factor for the residual stream. */
    SCALE,
    /** A linear map between all hidden dimensions, and one factor for the residual stream in front of it. */
    SCALED_FULL,
    /** New weights for maps of kept blocks, one after the other. */
    WEIGHTS;

    /** Whether a linear map is folded into the block in front of each cut. */
    public boolean maps() {
        return this == DIAGONAL || mapsAll();
    }

    /** Whether that map is between all hidden dimensions. */
    public boolean mapsAll() {
        return this == FULL || this == SCALED_FULL;
    }

    /** Whether the residual stream in front of each cut is scaled. */
    public boolean scales() {
        return this == SCALE || this == SCALED_FULL;
    }
}
