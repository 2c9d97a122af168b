package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutTest {
    @Test
    void namesRemovedBlocksAndTheKeptOne() {
        assertThat(Cut.parse("20:8").describe(32, true)).isEqualTo("removes 21–28 (8 of 32), folded into 20");
        assertThat(Cut.parse("2:1").describe(5, true)).isEqualTo("removes 3 (1 of 5), folded into 2");
        assertThat(Cut.parse("20:8").describe(32, false)).isEqualTo("removes 21–28 (8 of 32)");
    }

    @Test
    void readsWhatItPrints() {
        Cut cut = new Cut(20, 8);
        assertThat(Cut.parse(cut.toString())).isEqualTo(cut);
    }

    @Test
    void knowsWhatItRemoves() {
        Cut cut = new Cut(2, 2);
        assertThat(cut.removes(2)).isFalse();
        assertThat(cut.removes(3)).isTrue();
        assertThat(cut.removes(4)).isTrue();
        assertThat(cut.removes(5)).isFalse();
    }

    @Test
    void listsEveryCandidate() {
        assertThat(Cut.candidates(5, 2)).containsExactly(new Cut(0, 2), new Cut(1, 2), new Cut(2, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "20:", ":8", "20-8", "a:b", "-1:2", "20:8:1", "99999999999:1"})
    void refusesAnotherForm(String text) {
        assertThatThrownBy(() -> Cut.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Cut \"" + text + "\"")
                .hasMessageContaining("KEPT:N");
    }

    @Test
    void refusesToRemoveNothing() {
        assertThatThrownBy(() -> Cut.parse("20:0"))
                .isInstanceOf(InputException.class)
                .hasMessage("Cut 20:0 removes 0 blocks, expected at least 1.");
    }
}
