package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTreeTest {
    @Test
    void countsWhatSequencesHaveInCommonOnce() {
        TokenTree tree = new TokenTree();
        assertThat(tree.add(new int[] {5, 6, 7})).isEqualTo(3);
        assertThat(tree.add(new int[] {5, 6})).isZero();
        assertThat(tree.add(new int[] {5, 6, 8, 9})).isEqualTo(2);
        assertThat(tree.add(new int[] {6, 7}))
                .as("6 and 7 have other tokens before them")
                .isEqualTo(2);
        assertThat(tree.size()).isEqualTo(7);
        assertThatThrownBy(() -> tree.add(new int[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stretchesEndWhereItBranches() {
        TokenTree tree = new TokenTree();
        tree.add(new int[] {5, 6, 7});
        tree.add(new int[] {5, 6, 8, 9});
        assertThat(stretches(tree, 0)).containsExactly("2 of [0, 1]", "1 of [0, 1, 2]", "2 of [0, 1, 3, 4]");

        tree.grow(tree.insert(new int[] {5, 6, 7}), 1);
        tree.grow(tree.insert(new int[] {5, 6, 8, 9}), 1);
        assertThat(stretches(tree, 5)).containsExactly("1 of [0, 1, 2, 5]", "1 of [0, 1, 3, 4, 6]");
    }

    private static List<String> stretches(TokenTree tree, int first) {
        return TreeRow.of(tree, first).stream()
                .map(row -> row.queries() + " of " + Arrays.toString(row.path()))
                .toList();
    }
}
