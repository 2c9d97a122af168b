package io.foldline.pruning;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How the blocks to remove are chosen.
 *
 * @param name as the user gives it
 * @param measure what its scores are, in words; the lower, the better to remove
 * @param basis what they are taken from
 * @param choice how it gets from scores to blocks
 * @param options what it can be told
 * @param paper where it was published
 * @param description one sentence
 */
public record BlockSelector(
        String name,
        String measure,
        ScoreBasis basis,
        BlockChoice choice,
        List<MethodOption> options,
        String paper,
        String description) {
    public BlockSelector {
        options = List.copyOf(options);
    }

    /** Whether its candidates are single blocks. */
    public boolean single() {
        return choice != BlockChoice.WINDOW;
    }

    /** Whether it needs calibration samples. */
    public boolean calibrated() {
        return basis != ScoreBasis.WEIGHTS;
    }

    /**
     * The blocks that it may take, ascending; what follows a removed block may be folded, so the first one always stays.
     *
     * @param blocks of the dense model
     * @param given options as a request gives them
     * @throws io.foldline.checkpoint.InputException as {@link #values}
     */
    public List<Integer> candidates(int blocks, Map<String, String> given) {
        OptionValues values = values(given);
        long first = options.contains(BlockSelectors.PROTECT_FIRST) ? values.whole(BlockSelectors.PROTECT_FIRST) : 1;
        long last = options.contains(BlockSelectors.PROTECT_LAST) ? values.whole(BlockSelectors.PROTECT_LAST) : 0;
        return IntStream.range(1, blocks)
                .filter(block -> block >= first && block < blocks - last)
                .boxed()
                .toList();
    }

    /**
     * Its options with the values that a request gives.
     *
     * @throws io.foldline.checkpoint.InputException if it has no such option, or not with that value
     */
    public OptionValues values(Map<String, String> given) {
        return OptionValues.of("selector " + name, options, given);
    }
}
