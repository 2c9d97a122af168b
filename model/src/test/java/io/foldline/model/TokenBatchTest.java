package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TokenBatchTest {
    private final TokenBatch batch = new TokenBatch(new int[][] {{7, 8}, {4, 5, 6}, {9}});

    @Test
    void padsOnTheRight() {
        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.length()).isEqualTo(3);
        assertThat(batch.length(0)).isEqualTo(2);
        assertThat(batch.paddedIds()).containsExactly(7, 8, 0, 4, 5, 6, 9, 0, 0);
    }

    @Test
    void knowsTheRealTokens() {
        assertThat(batch.realTokens()).isEqualTo(6);
        assertThat(batch.realIndices()).containsExactly(0, 1, 3, 4, 5, 6);
        assertThat(batch.summaryIndices()).containsExactly(1, 5, 6);
    }

    @Test
    void emptySequencesAreRefused() {
        assertThatThrownBy(() -> new TokenBatch(new int[][] {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenBatch(new int[][] {{1}, {}})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scoredTokensComeInPartsThatCoverThem() {
        ScoredRows rows = ScoredRows.of(batch, new int[] {1, 2, 1}, batch.context()::row);
        assertThat(rows.rows()).containsExactly(0, 3);
        assertThat(rows.ids()).containsExactly(8, 6);
        double[] sums = new double[3];
        // A vocabulary so large that each token is a part of its own.
        assertThat(rows.chunks(1 << 22)).hasSize(2).allSatisfy(part -> part.addTo(sums, new double[] {part.ids()[0]}));
        assertThat(sums).containsExactly(8, 6, 0);
        assertThat(rows.chunks(10)).hasSize(1);
    }
}
