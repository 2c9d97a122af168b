package io.foldline.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
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
    private final @Nullable NDArray attentionInput;
    private final @Nullable NDArray attentionInner;
    private final @Nullable NDArray mlpInput;
    private final @Nullable NDArray mlpInner;

    /** What a block shows where nothing but its output is wanted. */
    BlockStates(int block, NDArray input, NDArray output) {
        this(block, input, List.of(output));
    }

    /**
     * What a block shows of itself.
     *
     * @param parts as the method of that name gives them: output, residual, MLP output, what the maps read
     */
    BlockStates(int block, NDArray input, List<NDArray> parts) {
        this.block = block;
        this.input = input;
        output = parts.get(0);
        residual = part(parts, 1);
        mlpOutput = part(parts, 2);
        attentionInput = part(parts, 3);
        attentionInner = part(parts, 4);
        mlpInput = part(parts, 5);
        mlpInner = part(parts, 6);
    }

    private static @Nullable NDArray part(List<NDArray> parts, int number) {
        return number < parts.size() ? parts.get(number) : null;
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

    /**
     * What queries, keys and values read, (sequences × positions × width).
     *
     * @throws IllegalStateException if the tap did not want the parts of this block
     */
    public NDArray attentionInput() {
        return wanted(attentionInput);
    }

    /**
     * What the first maps of the MLP read, (sequences × positions × width).
     *
     * @throws IllegalStateException if the tap did not want the parts of this block
     */
    public NDArray mlpInput() {
        return wanted(mlpInput);
    }

    /**
     * What the output projection of the attention reads, (sequences × positions × its inputs).
     *
     * @throws IllegalStateException if the tap did not want the parts of this block
     */
    public NDArray attentionInner() {
        return wanted(attentionInner);
    }

    /**
     * What the last map of the MLP reads, (sequences × positions × inner width).
     *
     * @throws IllegalStateException if the tap did not want the parts of this block, or the MLP has experts
     */
    public NDArray mlpInner() {
        return wanted(mlpInner);
    }

    private NDArray wanted(@Nullable NDArray part) {
        if (part == null) {
            throw new IllegalStateException("the tap did not want the parts of block " + block);
        }
        return part;
    }
}
