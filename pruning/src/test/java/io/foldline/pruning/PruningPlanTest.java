package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PruningPlanTest {
    private static PruningPlan plan(int blocks, String... cuts) {
        return new PruningPlan(blocks, Stream.of(cuts).map(Cut::parse).toList());
    }

    @Test
    void ordersCutsAndListsRemovedBlocks() {
        PruningPlan plan = plan(12, "6:2", "1:2");
        assertThat(plan.cuts()).containsExactly(new Cut(1, 2), new Cut(6, 2));
        assertThat(plan.removed()).containsExactly(2, 3, 7, 8);
    }

    @Test
    void allowsOneKeptBlockBetweenCuts() {
        assertThat(plan(8, "1:2", "4:3").removed()).isEqualTo(List.of(2, 3, 5, 6, 7));
    }

    @Test
    void joinsRemovedBlocksToCuts() {
        assertThat(PruningPlan.removing(9, List.of(7, 2, 3, 5)).cuts())
                .containsExactly(new Cut(1, 2), new Cut(4, 1), new Cut(6, 1));
        assertThatThrownBy(() -> PruningPlan.removing(9, List.of(0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("first block");
        assertThatThrownBy(() -> PruningPlan.removing(9, List.of())).isInstanceOf(InputException.class);
    }

    @Test
    void refusesNoCut() {
        assertThatThrownBy(() -> plan(5)).isInstanceOf(InputException.class).hasMessageContaining("nothing");
    }

    @Test
    void refusesCutBeyondTheLastBlock() {
        assertThat(plan(5, "2:2").removed()).containsExactly(3, 4);
        assertThatThrownBy(() -> plan(5, "2:3"))
                .isInstanceOf(InputException.class)
                .hasMessage("Cut 2:3 removes blocks up to 5, but the model has 5 blocks, the last is 4.");
    }

    @Test
    void refusesOverlap() {
        assertThatThrownBy(() -> plan(12, "1:4", "3:4"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1:4 and 3:4 overlap");
        assertThatThrownBy(() -> plan(12, "1:4", "1:2")).hasMessageContaining("overlap");
    }

    @Test
    void refusesFoldIntoRemovedBlock() {
        assertThatThrownBy(() -> plan(12, "5:3", "3:2"))
                .isInstanceOf(InputException.class)
                .hasMessage("Cut 5:3 keeps block 5, which cut 3:2 removes: give 3:5 in place of the two.");
    }
}
