package io.foldline.pruning;

import java.util.List;

/** Maps that can get new weights: of a block those that read the residual stream through a norm, and those that write to it. */
public enum BlockMap {
    /** Queries, keys and values. */
    ATTENTION_INPUT,
    /** The output projection of the attention. */
    ATTENTION_OUTPUT,
    /** The first maps of the MLP. */
    MLP_INPUT,
    /** The last map of the MLP. */
    MLP_OUTPUT,
    /** Behind the last block: gain and bias of the norm in front of the head. */
    FINAL_NORM;

    /** Those that every block has. */
    public static final List<BlockMap> OF_BLOCKS = List.of(ATTENTION_INPUT, ATTENTION_OUTPUT, MLP_INPUT, MLP_OUTPUT);

    /** Whether they read the residual stream. */
    public boolean reads() {
        return this == ATTENTION_INPUT || this == MLP_INPUT;
    }
}
