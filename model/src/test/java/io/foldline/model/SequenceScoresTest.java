package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequences that share prefixes, against each on its own. */
class SequenceScoresTest {
    private static final ComputeOptions F32 = ComputeOptions.parse("cpu", "f32");
    private static final int VOCABULARY = 64;

    static List<String> models() {
        return Fixtures.languageModels();
    }

    @ParameterizedTest
    @MethodSource("models")
    void sharingChangesNothing(String fixture) throws IOException {
        try (LanguageModel model = load(fixture, F32)) {
            for (int[][] sequences : forms(new Random(7), model.architecture().maxPositions())) {
                assertAsAlone(model, sequences, 1e-5);
            }
        }
    }

    /** Groups of stretches of many lengths, logits in several chunks. */
    @Test
    void manySequencesOfARandomTree() throws IOException {
        Random random = new Random(11);
        int[][] stems = Stream.generate(() -> tokens(random, 1 + random.nextInt(90)))
                .limit(4)
                .toArray(int[][]::new);
        int[][] sequences = IntStream.range(0, 60)
                .mapToObj(i -> joined(
                        Arrays.copyOf(stems[i % 4], 1 + random.nextInt(stems[i % 4].length)),
                        tokens(random, 1 + random.nextInt(i % 9 == 0 ? 120 : 7))))
                .toArray(int[][]::new);
        try (LanguageModel model = load("models/stories260k", F32)) {
            assertAsAlone(model, sequences, 1e-5);
        }
    }

    @Test
    void inBfloat16SharingChangesTheRoundingAlone() throws IOException {
        try (LanguageModel model = load("fixtures/variants/llama-bf16", ComputeOptions.parse("cpu", "bf16"))) {
            for (int[][] sequences : forms(new Random(7), 64)) {
                assertAsAlone(model, sequences, 1e-2);
            }
        }
    }

    @Test
    void aVariantIsScoredWithItsTransform() throws IOException {
        SafetensorsFile fold = SafetensorsFile.read(Fixtures.path("fixtures/families/gemma3/golden_fold.safetensors"));
        Variant variant = new Variant(List.of(0, 1, 2, 5), Map.of(), Map.of(2, fold.tensor("transform")));
        try (LanguageModel dense = load("fixtures/families/gemma3", F32);
                LanguageModel pruned = dense.variant(variant)) {
            int[][] sequences = {{3, 9, 27, 17, 51}, {3, 9, 27, 18}};
            assertAsAlone(pruned, sequences, 1e-5);
            assertThat(pruned.scores(new TokenBatch(sequences), new int[] {1, 1}))
                    .isNotEqualTo(dense.scores(new TokenBatch(sequences), new int[] {1, 1}));
        }
    }

    @Test
    void sequencesMayBeOneTokenLongerThanThePositions() throws IOException {
        try (LanguageModel model = load("fixtures/families/gpt2-wide", F32)) {
            int positions = model.architecture().maxPositions();
            TokenBatch longest = new TokenBatch(new int[][] {new int[positions + 1]});
            TokenBatch longer = new TokenBatch(new int[][] {{1}, new int[positions + 2]});
            assertThat(model.scores(longest, new int[] {1}).get(0).logLikelihood())
                    .isNegative();
            assertThatThrownBy(() -> model.scores(longer, new int[] {1, 1}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("a sequence has %d tokens", positions + 1);
            assertThat(model.scores(new TokenBatch(new int[][] {{1}}), new int[] {1}))
                    .containsExactly(new SequenceScore(0, true));
        }
    }

    private static void assertAsAlone(LanguageModel model, int[][] sequences, double tolerance) throws IOException {
        int[] first = Arrays.stream(sequences)
                .mapToInt(sequence -> (sequence.length + 1) / 2)
                .toArray();
        List<SequenceScore> scores = model.scores(new TokenBatch(sequences), first);
        assertThat(scores).hasSize(sequences.length);
        for (int i = 0; i < sequences.length; i++) {
            TokenBatch alone = new TokenBatch(new int[][] {sequences[i]});
            double expected = model.logLikelihoods(alone, new int[] {first[i]})[0];
            assertThat(scores.get(i).logLikelihood())
                    .as("sequence %d of %d tokens", i, sequences[i].length)
                    .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
        }
    }

    /** Trees of odd forms; the common prefix is longer than any window. */
    private static List<int[][]> forms(Random random, int positions) {
        int[] prefix = tokens(random, Math.min(40, positions - 16));
        int[] stem = tokens(random, 3);
        return List.of(
                new int[][] {tokens(random, 9)},
                new int[][] {prefix, prefix, prefix},
                new int[][] {prefix, Arrays.copyOf(prefix, 7), Arrays.copyOf(prefix, 1), Arrays.copyOf(prefix, 8)},
                new int[][] {tokens(random, 12), tokens(random, 5), tokens(random, 30)},
                new int[][] {
                    joined(prefix, stem, tokens(random, 4)),
                    joined(prefix, stem, tokens(random, 1)),
                    joined(prefix, tokens(random, 9)),
                    joined(prefix, tokens(random, 2)),
                    joined(stem, tokens(random, 11)),
                    joined(stem, tokens(random, 12))
                });
    }

    private static LanguageModel load(String fixture, ComputeOptions options) throws IOException {
        return LanguageModel.load(Checkpoint.open(Fixtures.path(fixture)), options);
    }

    private static int[] tokens(Random random, int count) {
        return random.ints(count, 0, VOCABULARY).toArray();
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
