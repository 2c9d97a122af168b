package io.foldline.evaluator.task;

import io.foldline.checkpoint.InputException;
import io.foldline.model.text.DataRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the examples that are shown before items, as {@code ContextSampler} and {@code FirstNSampler} of lm-evaluation-harness
 * do: one sequence of random numbers for all items of a task, in their order. Where items are left out of their own examples,
 * one example more is drawn, whether or not the item is among them.
 */
final class FewShot {
    /** Seed that lm-evaluation-harness takes where none is given. */
    private static final int SEED = 1234;

    private final TaskDefinition task;
    private final List<DataRecord> pool;
    private final int count;
    private final PythonRandom random = new PythonRandom(SEED);

    /**
     * @param pool documents of the split of examples
     * @param count examples wanted
     */
    FewShot(TaskDefinition task, List<DataRecord> pool, int count) {
        this.task = task;
        this.pool = pool;
        this.count = count;
    }

    /**
     * The examples for the next item.
     *
     * @throws InputException if there are not enough
     */
    List<DataRecord> next(DataRecord item) {
        if (count == 0) {
            return List.of();
        }
        return switch (task.exampleOrder()) {
            case FIRST -> first(needed(allowed(pool, item), count));
            case RANDOM -> task.itemLeftOut() ? drawnWithout(item) : drawn(pool, count);
        };
    }

    private List<DataRecord> drawnWithout(DataRecord item) {
        List<DataRecord> drawn = allowed(drawn(pool, count + 1), item);
        // Copies of the item can leave too few.
        return drawn.size() < count ? drawn(allowed(pool, item), count) : first(drawn);
    }

    private List<DataRecord> allowed(List<DataRecord> from, DataRecord item) {
        return task.itemLeftOut()
                ? from.stream()
                        .filter(example -> !example.fields().equals(item.fields()))
                        .toList()
                : from;
    }

    private List<DataRecord> first(List<DataRecord> from) {
        return from.subList(0, count);
    }

    private List<DataRecord> drawn(List<DataRecord> from, int wanted) {
        List<DataRecord> drawn = new ArrayList<>();
        random.sample(needed(from, wanted).size(), wanted).forEach(at -> drawn.add(from.get(at)));
        return drawn;
    }

    private List<DataRecord> needed(List<DataRecord> from, int wanted) {
        if (from.size() < wanted) {
            throw new InputException(
                    "%s: %d examples are to be shown, for which %d documents are needed, but %s has %d%s"
                            .formatted(
                                    task.name(),
                                    count,
                                    wanted,
                                    task.examples().shown(),
                                    from.size(),
                                    from.size() < pool.size() ? " that differ from the item" : ""));
        }
        return from;
    }
}
