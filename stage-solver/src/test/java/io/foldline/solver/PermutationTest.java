package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.pruning.SeededHash;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
    private static long[] order(long seed, long epoch, int size) {
        Permutation order = new Permutation(new SeededHash(seed), epoch, size);
        return LongStream.range(0, size).map(order::at).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 1000, 65_536, 65_537})
    void hasEachNumberOnce(int size) {
        assertThat(order(1, 0, size))
                .containsExactlyInAnyOrder(LongStream.range(0, size).toArray());
    }

    @Test
    void isAnotherForEachSeedAndEpoch() {
        assertThat(order(1, 0, 100)).isEqualTo(order(1, 0, 100));
        assertThat(order(1, 0, 100)).isNotEqualTo(order(1, 1, 100)).isNotEqualTo(order(2, 0, 100));
    }

    /** Each place has the numbers in equal parts over many epochs. */
    @Test
    void favoursNoNumber() {
        long sum = 0;
        for (int epoch = 0; epoch < 2000; epoch++) {
            sum += order(1, epoch, 101)[7];
        }
        assertThat(sum / 2000.0).isBetween(46.0, 54.0);
    }
}
