package io.foldline.pruning;

import java.util.List;

/**
 * What a model amounts to, block by block, in parameters, bytes or seconds of one forward pass.
 *
 * @param rest what it amounts to without its blocks
 * @param blocks what each block amounts to
 */
public record BlockAmounts(double rest, List<Double> blocks) {
    public BlockAmounts {
        blocks = List.copyOf(blocks);
    }

    /** What the whole model amounts to. */
    public double total() {
        return rest + blocks.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** What some blocks amount to. */
    public double of(List<Integer> some) {
        return some.stream().mapToDouble(blocks::get).sum();
    }
}
