package io.foldline.cli.show;

import io.foldline.cli.story.RunStory;
import io.foldline.event.Budget;
import io.foldline.event.DropUnit;
import io.foldline.passes.Plans;
import io.foldline.pruning.BlockAmounts;
import java.util.Optional;

/**
 * What became of a budget: parameters, bytes or seconds.
 *
 * @param asked as the user gave it
 * @param unit what is counted
 * @param blocks number of blocks removed for it
 * @param removed what they amounted to
 * @param total what the dense model amounts to
 */
public record BudgetUse(String asked, DropUnit unit, int blocks, double removed, double total) {
    /** Of a completed run; empty where it had none. */
    public static Optional<BudgetUse> of(RunStory story) {
        Budget budget = story.scored().getRequest().getBudget();
        if (budget == null) {
            return Optional.empty();
        }
        BlockAmounts model = new BlockAmounts(budget.getRest(), budget.getBlocks());
        return Optional.of(new BudgetUse(
                Plans.amount(story.request()).toString(),
                story.request().getDrop().getUnit(),
                story.removed().size(),
                model.of(story.removed()),
                model.total()));
    }

    /** What is left. */
    public double left() {
        return total - removed;
    }

    /** {@code params:60M: 3 blocks with 75.5M parameters go, 186.3M of 261.8M are left}. */
    public String words() {
        return switch (unit) {
            case LATENCY_PERCENT ->
                "%s: %d blocks with %s of the time of a forward pass go, %s of %s ms are left"
                        .formatted(
                                asked,
                                blocks,
                                Numbers.percent(100 * removed / total),
                                Numbers.score(1000 * left()),
                                Numbers.score(1000 * total));
            default ->
                "%s: %d blocks with %s %s go, %s of %s are left"
                        .formatted(
                                asked,
                                blocks,
                                Numbers.count((long) removed),
                                unit == DropUnit.BYTES ? "bytes" : "parameters",
                                Numbers.count((long) left()),
                                Numbers.count((long) total));
        };
    }
}
