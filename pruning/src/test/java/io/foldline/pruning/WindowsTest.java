package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowsTest {
    @Test
    void sharesOutEvenlyLongerOnesFirst() {
        assertThat(Windows.sizes(4, 2)).containsExactly(2, 2);
        assertThat(Windows.sizes(7, 3)).containsExactly(3, 2, 2);
        assertThat(Windows.sizes(3, 3)).containsExactly(1, 1, 1);
        assertThat(Windows.sizes(5, 1)).containsExactly(5);
    }

    @Test
    void windowsThatTouchAreOneCut() {
        List<Cut> windows = Windows.take(8, List.of(2, 2), cut -> cut.kept() == 3 ? 0 : cut.kept() == 1 ? 1 : 2);
        assertThat(windows).containsExactly(new Cut(3, 2), new Cut(1, 2));
        assertThat(Windows.plan(8, windows).cuts()).containsExactly(new Cut(1, 4));
        assertThat(Windows.plan(8, List.of(new Cut(3, 2), new Cut(0, 2))).cuts())
                .containsExactly(new Cut(0, 2), new Cut(3, 2));
    }

    @Test
    void ofEqualWindowsTheLowestIsTaken() {
        assertThat(Windows.take(6, List.of(2, 1), cut -> 1)).containsExactly(new Cut(0, 2), new Cut(2, 1));
    }

    /** The best window of two blocks leaves a single block on either side, so the next one would find no room. */
    @Test
    void leavesRoomForThoseToCome() {
        List<Cut> windows = Windows.take(5, List.of(2, 2), cut -> cut.kept() == 1 ? 0 : 1);
        assertThat(windows).containsExactly(new Cut(0, 2), new Cut(2, 2));
        assertThatThrownBy(() -> Windows.take(5, List.of(3, 2), cut -> 0)).isInstanceOf(IllegalArgumentException.class);
    }

    static List<Long> seeds() {
        return new Random(7).longs(60).boxed().toList();
    }

    /** Every window is the best of those that do not overlap and leave room, which is found by trying everything. */
    @ParameterizedTest
    @MethodSource("seeds")
    void takesTheBestThatIsLeft(long seed) {
        Random random = new Random(seed);
        int blocks = 5 + random.nextInt(6);
        int removed = 1 + random.nextInt(blocks - 1);
        List<Integer> sizes = Windows.sizes(removed, 1 + random.nextInt(Math.min(removed, 4)));
        Map<Cut, Double> scores = new HashMap<>();
        for (int size : new HashSet<>(sizes)) {
            Cut.candidates(blocks, size).forEach(cut -> scores.put(cut, random.nextDouble()));
        }
        ToDoubleFunction<Cut> score = cut -> Objects.requireNonNull(scores.get(cut));
        List<Cut> found = Windows.take(blocks, sizes, score);

        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < sizes.size(); i++) {
            Cut best = null;
            for (Cut cut : Cut.candidates(blocks, sizes.get(i))) {
                Set<Integer> with = with(taken, cut);
                boolean possible = with.size() == taken.size() + cut.removed()
                        && fit(blocks, with, sizes.subList(i + 1, sizes.size()));
                if (possible && (best == null || score.applyAsDouble(cut) < score.applyAsDouble(best))) {
                    best = cut;
                }
            }
            assertThat(found.get(i))
                    .as("window %d of %s in %d blocks", i, sizes, blocks)
                    .isEqualTo(best);
            taken = with(taken, found.get(i));
        }
        assertThat(Windows.plan(blocks, found).removed()).hasSize(removed);
    }

    private static Set<Integer> with(Set<Integer> taken, Cut cut) {
        Set<Integer> all = new HashSet<>(taken);
        for (int block = cut.first(); block <= cut.last(); block++) {
            all.add(block);
        }
        return all;
    }

    private static boolean fit(int blocks, Set<Integer> taken, List<Integer> sizes) {
        if (sizes.isEmpty()) {
            return true;
        }
        List<Integer> rest = new ArrayList<>(sizes.subList(1, sizes.size()));
        return Cut.candidates(blocks, sizes.get(0)).stream()
                .anyMatch(cut ->
                        with(taken, cut).size() == taken.size() + cut.removed() && fit(blocks, with(taken, cut), rest));
    }
}
