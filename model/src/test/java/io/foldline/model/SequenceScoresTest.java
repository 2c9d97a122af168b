package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sequences that share prefixes, against each sequence on its own. */
class SequenceScoresTest {
    private static final ComputeOptions F32 = ComputeOptions.parse("cpu", "f32");
    private static final int VOCABULARY = 64;

    static List<String> models() {
        return Fixtures.languageModels();
    }

    @ParameterizedTest
    @MethodSource("models")
    void sharingChangesNothing(String fixture) throws IOException {
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(Fixtures.path(fixture)), F32)) {
            for (int[][] sequences : shapes(new Random(7), model.architecture().maxPositions())) {
                int[] first = Arrays.stream(sequences)
                        .mapToInt(sequence -> 1 + sequence.length / 2)
                        .map(position -> position)
                        .toArray();
                for (int i = 0; i < first.length; i++) {
                    first[i] = Math.min(first[i], sequences[i].length);
                }
                List<SequenceScore> scores = model.scores(new TokenBatch(sequences), first);
                for (int i = 0; i < sequences.length; i++) {
                    TokenBatch alone = new TokenBatch(new int[][] {sequences[i]});
                    double expected = model.logLikelihoods(alone, new int[] {first[i]})[0];
                    assertThat(scores.get(i).logLikelihood())
                            .as("sequence %d of %d, of %d tokens", i, sequences.length, sequences[i].length)
                            .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    /** Trees of odd forms. */
    private static List<int[][]> shapes(Random random, int positions) {
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

    private static int[] tokens(Random random, int count) {
        return random.ints(count, 0, VOCABULARY).toArray();
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
