package io.foldline.pruning;

/** What is solved for to make up for removed blocks. */
public enum TransformKind {
    /** Nothing: the blocks are dropped. */
    NONE,
    /** One factor a hidden dimension. */
    DIAGONAL,
    /** A linear map between all hidden dimensions. */
    FULL,
    /** New weights for maps of kept blocks, one after the other. */
    WEIGHTS
}
