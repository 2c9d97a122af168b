package io.foldline.pruning;

/** A linear map of a block that writes to the residual stream. */
public enum BlockMap {
    /** The output projection of the attention. */
    ATTENTION_OUTPUT,
    /** The last map of the MLP. */
    MLP_OUTPUT
}
