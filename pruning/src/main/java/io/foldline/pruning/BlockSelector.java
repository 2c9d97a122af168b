package io.foldline.pruning;

import java.util.List;
import java.util.Map;

/**
 * How the blocks to remove are chosen.
 *
 * @param name as the user gives it
 * @param measure what its scores are, in words; the lower, the better to remove
 * @param greedy whether it takes one block after the other, comparing anew what is left; otherwise it takes one cut
 * @param options what it can be told
 * @param paper where it was published
 * @param description one sentence
 */
public record BlockSelector(
        String name, String measure, boolean greedy, List<MethodOption> options, String paper, String description) {
    public BlockSelector {
        options = List.copyOf(options);
    }

    /** A selector without options. */
    BlockSelector(String name, String measure, boolean greedy, String paper, String description) {
        this(name, measure, greedy, List.of(), paper, description);
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
