package io.foldline.pruning;

/** Linear maps of a block: those that read the residual stream through a norm, and those that write to it. */
public enum BlockMap {
    /** Queries, keys and values. */
    ATTENTION_INPUT,
    /** The output projection of the attention. */
    ATTENTION_OUTPUT,
    /** The first maps of the MLP. */
    MLP_INPUT,
    /** The last map of the MLP. */
    MLP_OUTPUT;

    /** Whether they read the residual stream. */
    public boolean reads() {
        return this == ATTENTION_INPUT || this == MLP_INPUT;
    }
}
