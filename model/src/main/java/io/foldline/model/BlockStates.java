package io.foldline.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What a forward pass shows of one block: tensors of the compute dtype and shape (sequences × positions × width), rows of
 * padding included. Output equals residual plus MLP output.
 */
public final class BlockStates {
    private final int block;
    private final NDArray input;
    private final NDArray output;
    private final @Nullable NDArray residual;
    private final @Nullable NDArray mlpOutput;

    BlockStates(int block, NDArray input, NDArray output, @Nullable NDArray residual, @Nullable NDArray mlpOutput) {
        this.block = block;
        this.input = input;
        this.output = output;
        this.residual = residual;
        this.mlpOutput = mlpOutput;
    }

    /** The block's number, from 0. */
    public int block() {
        return block;
    }

    /** The residual stream that goes into the block. */
    public NDArray input() {
        return input;
    }

    /** The residual stream that comes out of the block, before any final norm. */
    public NDArray output() {
        return output;
    }

    /**
     * The residual stream after the attention was added.
     *
     * @throws IllegalStateException if the tap did not want the parts of this block
     */
    public NDArray residual() {
        return wanted(residual);
    }

    /**
     * What the MLP adds to the residual stream.
     *
     * @throws IllegalStateException if the tap did not want the parts of this block
     */
    public NDArray mlpOutput() {
        return wanted(mlpOutput);
    }

    private NDArray wanted(@Nullable NDArray part) {
        if (part == null) {
            throw new IllegalStateException("the tap did not want the parts of block " + block);
        }
        return part;
    }
}
