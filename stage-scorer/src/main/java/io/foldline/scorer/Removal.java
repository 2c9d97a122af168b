package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.event.Budget;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreTask;
import io.foldline.passes.Plans;
import io.foldline.pruning.BlockAmounts;
import io.foldline.pruning.DropAmount;
import io.foldline.pruning.Windows;
import java.util.List;
import java.util.Optional;

/** How much a request without explicit cuts removes. */
final class Removal {
    private Removal() {}

    /** The budget of a request whose blocks have yet to be measured. */
    static Optional<DropAmount.Budget> unmeasured(RunRequested request) {
        boolean open = request.getCuts().isEmpty() && request.getBudget() == null;
        return open && Plans.amount(request) instanceof DropAmount.Budget budget
                ? Optional.of(budget)
                : Optional.empty();
    }

    /**
     * What a budget comes to.
     *
     * @throws InputException if the model has not as much to remove
     */
    static Budget measured(DropAmount.Budget budget, List<Double> amounts) {
        BlockAmounts model = new BlockAmounts(amounts.get(0), amounts.subList(1, amounts.size()));
        return new Budget(model.rest(), model.blocks(), budget.of(model));
    }

    /**
     * Number of blocks; of a budget once it is measured.
     *
     * @param blocks of the dense model
     * @throws InputException if the model has not as many to remove
     */
    static int blocks(RunRequested request, int blocks) {
        Budget budget = request.getBudget();
        if (budget != null) {
            return budget.getRemoved();
        }
        if (Plans.amount(request) instanceof DropAmount.Counted counted) {
            return counted.of(blocks);
        }
        throw new IllegalStateException("run %s: its budget was not measured".formatted(request.getRunId()));
    }

    /**
     * Sizes of the windows that the selector takes, in that order.
     *
     * @throws InputException if there are fewer blocks to remove than windows, or none of the latter
     */
    static List<Integer> windows(RunRequested request, int blocks) {
        int removed = blocks(request, blocks);
        int windows = request.getCutCount();
        if (windows < 1 || windows > removed) {
            throw new InputException("--cuts %d for %d blocks to remove: expected 1 to %d, a block for each."
                    .formatted(windows, removed, removed));
        }
        return Windows.sizes(removed, windows);
    }

    /** Sizes of the candidates of a task, ascending; tasks of former versions are about one. */
    static List<Integer> sizes(ScoreTask task) {
        return task.getSizes().isEmpty() ? List.of(task.getRemoved()) : task.getSizes();
    }

    /** The different sizes of these windows, ascending. */
    static List<Integer> sizes(RunRequested request, int blocks) {
        return windows(request, blocks).stream().distinct().sorted().toList();
    }
}
