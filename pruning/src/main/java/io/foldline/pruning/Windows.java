package io.foldline.pruning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Windows of blocks that do not overlap, taken one after the other by score (Shopkhoev et al., ReplaceMe, 2025, several
 * transforms). A window is passed over if those that are still to come would find no room beside it. Windows that touch
 * become one cut: the block in front of the second is removed by the first, so there is none to fold into.
 */
public final class Windows {
    private final int blocks;
    private final ToDoubleFunction<Cut> score;
    private final boolean[] taken;

    private Windows(int blocks, ToDoubleFunction<Cut> score) {
        this.blocks = blocks;
        this.score = score;
        taken = new boolean[blocks];
    }

    /** Sizes of windows that remove so many blocks in all, as even as can be, longer ones first. */
    public static List<Integer> sizes(int removed, int windows) {
        return IntStream.range(0, windows)
                .mapToObj(window -> removed / windows + (window < removed % windows ? 1 : 0))
                .toList();
    }

    /**
     * Takes windows, in the order of the sizes.
     *
     * @param sizes numbers of removed blocks, in the order in which windows are taken; as {@link #sizes} gives them, and not
     *     more than the model has blocks behind its first
     * @param score of a window, the lower the better; of equals that of the lowest kept block is taken
     */
    public static List<Cut> take(int blocks, List<Integer> sizes, ToDoubleFunction<Cut> score) {
        Windows windows = new Windows(blocks, score);
        return IntStream.range(0, sizes.size())
                .mapToObj(i -> windows.take(sizes.get(i), sizes.subList(i + 1, sizes.size())))
                .toList();
    }

    /** The plan that removes all windows, those that touch as one cut. */
    public static PruningPlan plan(int blocks, List<Cut> windows) {
        return PruningPlan.removing(
                blocks,
                windows.stream()
                        .flatMapToInt(window -> IntStream.rangeClosed(window.first(), window.last()))
                        .boxed()
                        .toList());
    }

    private Cut take(int size, List<Integer> rest) {
        List<Cut> byScore = new ArrayList<>(Cut.candidates(blocks, size));
        byScore.sort(Comparator.comparingDouble(score));
        for (Cut cut : byScore) {
            if (isFree(cut)) {
                mark(cut, true);
                if (fit(rest)) {
                    return cut;
                }
                mark(cut, false);
            }
        }
        throw new IllegalArgumentException("no room for windows of %d and %s blocks".formatted(size, rest));
    }

    private boolean isFree(Cut cut) {
        return IntStream.rangeClosed(cut.first(), cut.last()).noneMatch(block -> taken[block]);
    }

    private void mark(Cut cut, boolean mark) {
        for (int block = cut.first(); block <= cut.last(); block++) {
            taken[block] = mark;
        }
    }

    /** Whether there is room for windows of these sizes, which differ by one at most. */
    private boolean fit(List<Integer> sizes) {
        if (sizes.isEmpty()) {
            return true;
        }
        int size = Collections.min(sizes);
        int longer = (int) sizes.stream().filter(other -> other > size).count();
        // By last block and number of longer windows up to it: the most windows of the other size beside them.
        int[][] most = new int[blocks][longer + 1];
        Arrays.fill(most[0], Integer.MIN_VALUE / 2);
        most[0][0] = 0;
        int free = 0;
        for (int block = 1; block < blocks; block++) {
            free = taken[block] ? 0 : free + 1;
            for (int count = 0; count <= longer; count++) {
                most[block][count] = most[block - 1][count];
                if (free >= size) {
                    most[block][count] = Math.max(most[block][count], most[block - size][count] + 1);
                }
                if (count > 0 && free > size) {
                    most[block][count] = Math.max(most[block][count], most[block - size - 1][count - 1]);
                }
            }
        }
        return most[blocks - 1][longer] >= sizes.size() - longer;
    }
}
