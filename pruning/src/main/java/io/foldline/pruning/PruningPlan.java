package io.foldline.pruning;

import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The cuts of one run: within the model, not overlapping, every fold in a block that stays.
 *
 * @param blocks number of blocks of the dense model
 * @param cuts at least one, by ascending kept block
 */
public record PruningPlan(int blocks, List<Cut> cuts) {
    /** @throws InputException if a cut leaves the model, overlaps another, or keeps a block that another removes */
    public PruningPlan {
        cuts = cuts.stream().sorted(Comparator.comparingInt(Cut::kept)).toList();
        if (cuts.isEmpty()) {
            throw new InputException("No cut was given: nothing would be removed.");
        }
        for (Cut cut : cuts) {
            requireWithin(cut, blocks);
        }
        for (int i = 1; i < cuts.size(); i++) {
            requireApart(cuts.get(i - 1), cuts.get(i));
        }
    }

    /**
     * The plan that removes some blocks, each run of them folded into the block in front.
     *
     * @throws InputException if the first block is among them, one is outside the model, or there are none
     */
    public static PruningPlan removing(int blocks, Collection<Integer> removed) {
        List<Cut> cuts = new ArrayList<>();
        for (int block : new TreeSet<>(removed)) {
            Cut last = cuts.isEmpty() ? null : cuts.get(cuts.size() - 1);
            if (last != null && last.last() == block - 1) {
                cuts.set(cuts.size() - 1, new Cut(last.kept(), last.removed() + 1));
            } else {
                cuts.add(new Cut(block - 1, 1));
            }
        }
        return new PruningPlan(blocks, cuts);
    }

    /** Indices of all removed blocks in the dense model, ascending. */
    public List<Integer> removed() {
        return cuts.stream()
                .flatMapToInt(cut -> IntStream.rangeClosed(cut.first(), cut.last()))
                .boxed()
                .toList();
    }

    /** Indices of all blocks that stay in the dense model, ascending. */
    public List<Integer> kept() {
        Set<Integer> removed = Set.copyOf(removed());
        return IntStream.range(0, blocks)
                .filter(block -> !removed.contains(block))
                .boxed()
                .toList();
    }

    private static void requireWithin(Cut cut, int blocks) {
        if (cut.last() > blocks - 1) {
            throw new InputException("Cut %s removes blocks up to %d, but the model has %d blocks, the last is %d."
                    .formatted(cut, cut.last(), blocks, blocks - 1));
        }
    }

    private static void requireApart(Cut front, Cut behind) {
        if (front.kept() == behind.kept() || front.last() > behind.kept()) {
            throw new InputException(
                    "Cuts %s and %s overlap: give each removed block to one cut.".formatted(front, behind));
        }
        if (front.removes(behind.kept())) {
            throw new InputException("Cut %s keeps block %d, which cut %s removes: give %s in place of the two."
                    .formatted(
                            behind, behind.kept(), front, new Cut(front.kept(), front.removed() + behind.removed())));
        }
    }
}
