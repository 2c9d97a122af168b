package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    private static List<int[]> samples(int... lengths) {
        return IntStream.of(lengths).mapToObj(int[]::new).toList();
    }

    @Test
    void sortsByLengthInsideAChunkOnly() {
        List<Batch> batches = Batches.plan(samples(5, 3, 4, 3, 9, 1, 2, 6, 1), 1000);
        assertThat(batches).extracting(Batch::samples).containsExactly(List.of(5, 6, 1, 3, 2, 0, 7, 4), List.of(8));
        assertThat(batches.get(0).tokens()).isEqualTo(33);
    }

    @Test
    void countsPaddingAgainstTheBudget() {
        List<Batch> batches = Batches.plan(samples(4, 4, 10, 10), 20);
        assertThat(batches).extracting(Batch::samples).containsExactly(List.of(0, 1), List.of(2, 3));
    }

    @Test
    void longSampleGoesAlone() {
        List<Batch> batches = Batches.plan(samples(50, 2), 20);
        assertThat(batches).extracting(Batch::samples).containsExactly(List.of(1), List.of(0));
    }

    @Test
    void groupsAcrossChunks() {
        List<int[]> ids = samples(1, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(Batches.group(ids, 100))
                .singleElement()
                .extracting(Batch::tokens)
                .isEqualTo(9);
    }

    @Test
    void leavesOutSamplesWithoutTokens() {
        assertThat(Batches.plan(samples(0, 2, 0), 20))
                .extracting(Batch::samples)
                .containsExactly(List.of(1));
        assertThat(Batches.plan(samples(0), 20)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void batchesAreTheSameHoweverManyTasks(int tasks) {
        Random random = new Random(5);
        List<int[]> ids = IntStream.range(0, 100)
                .mapToObj(i -> new int[random.nextInt(60)])
                .toList();
        List<List<Integer>> split = new ArrayList<>();
        for (ItemRange range : Batches.taskRanges(ids.size(), tasks)) {
            for (Batch batch : Batches.plan(ids.subList(range.first(), range.end()), 128)) {
                split.add(batch.samples().stream().map(i -> i + range.first()).toList());
            }
        }
        assertThat(split)
                .isEqualTo(Batches.plan(ids, 128).stream().map(Batch::samples).toList());
    }

    @Test
    void moreSamplesLeaveTheFirstRangesAsTheyAre() {
        List<ItemRange> few = Batches.equalRanges(40, 16);
        assertThat(few).containsExactly(new ItemRange(0, 16), new ItemRange(16, 32), new ItemRange(32, 40));
        assertThat(Batches.equalRanges(256, 16)).hasSize(16).startsWith(new ItemRange(0, 16), new ItemRange(16, 32));
        assertThat(Batches.equalRanges(0, 16)).isEmpty();
        assertThat(Batches.equalRanges(1_000_000_000, 1L << 30)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 3, 0", "1, 7, 1", "100, 7, 7", "100, 99, 13"})
    void neverMoreTasksThanChunks(int samples, int tasks, int expected) {
        List<ItemRange> ranges = Batches.taskRanges(samples, tasks);
        assertThat(ranges).hasSize(expected);
        int next = 0;
        for (ItemRange range : ranges) {
            assertThat(range.first()).isEqualTo(next).isLessThan(range.end());
            assertThat(range.first() % Batches.CHUNK).isZero();
            next = range.end();
        }
        assertThat(next).isEqualTo(samples);
    }
}
