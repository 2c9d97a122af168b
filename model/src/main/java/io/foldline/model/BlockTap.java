package io.foldline.model;

import java.io.IOException;

/** Listens to the blocks of a forward pass. */
@FunctionalInterface
public interface BlockTap {
    /** A tap that takes nothing. */
    BlockTap NONE = states -> {};

    /**
     * Called once a block, in ascending order. The tensors are valid during the call; what is to be kept is copied
     * ({@code duplicate()}) or reduced.
     */
    void accept(BlockStates states) throws IOException;

    /**
     * Whether more of a block is wanted than its input and output. The parts cost memory, and are there only for blocks
     * that answer true.
     */
    default boolean wantsParts(int block) {
        return false;
    }
}
