package io.foldline.model;

/**
 * In what the blocks of a model differ.
 *
 * @param window tokens that the attention sees, the token itself included; 0: all before
 * @param rope which of the model's rotary embeddings turns queries and keys, from 0; -1: none
 * @param sparse the MLP is a mixture of experts
 */
record BlockKind(int window, int rope, boolean sparse) {
    boolean slides() {
        return window > 0;
    }

    boolean rotates() {
        return rope >= 0;
    }
}
