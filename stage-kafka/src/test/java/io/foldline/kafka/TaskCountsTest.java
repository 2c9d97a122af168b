package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCountsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countsAsIfItLookedAtEveryTask(long seed) {
        Random random = new Random(seed);
        int tasks = 20;
        BitSet results = new BitSet();
        TaskCounts counts = TaskCounts.of(tasks);
        while (!counts.complete()) {
            int index = random.nextInt(tasks);
            if (random.nextInt(40) == 0) {
                counts = counts.again();
            } else if (random.nextBoolean() && counts.next() < tasks) {
                counts = results.get(counts.next()) ? counts.passedOver() : counts.handedOut();
            } else if (!results.get(index)) {
                results.set(index);
                counts = counts.result(index);
            }
            int looked = counts.next();
            assertThat(counts.results()).isEqualTo(results.cardinality());
            assertThat(counts.out()).isEqualTo(looked - results.get(0, looked).cardinality());
            assertThat(counts.waiting())
                    .isEqualTo(tasks - looked - results.get(looked, tasks).cardinality());
        }
        assertThat(counts.out()).isZero();
        assertThat(counts.waiting()).isZero();
    }
}
