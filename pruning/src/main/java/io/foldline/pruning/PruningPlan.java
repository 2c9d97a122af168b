package io.foldline.pruning;

import io.foldline.checkpoint.InputException;
import java.util.Comparator;
import java.util.List;
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

    /** Indices of all removed blocks in the dense model, ascending. */
    public List<Integer> removed() {
        return cuts.stream()
                .flatMapToInt(cut -> IntStream.rangeClosed(cut.first(), cut.last()))
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
