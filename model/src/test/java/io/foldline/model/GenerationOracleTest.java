package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden continuations are those of {@code generated.py}: transformers, each prompt on its own. */
class GenerationOracleTest {
    private static final ComputeOptions F32 = ComputeOptions.parse("cpu", "f32");
    private static final JsonNode MODELS = models();

    /** A prompt and what transformers appends to it. */
    @SuppressWarnings("ArrayRecordComponent") // test data, never compared
    private record Continued(int[] prompt, int[] generated) {
        int[] whole() {
            return IntStream.concat(Arrays.stream(prompt), Arrays.stream(generated))
                    .toArray();
        }
    }

    static List<String> names() {
        return MODELS.properties().stream().map(Map.Entry::getKey).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void continuesPromptsOfAllLengthsTogether(String name) throws IOException {
        List<Continued> golden = golden(name);
        int count = golden.get(0).generated().length;
        // Twice the same prompt, and one that another starts with and goes on as this one does.
        Continued other = golden.get(1);
        int[] longer = Arrays.copyOf(other.whole(), other.prompt().length + 2);
        int[][] prompts = IntStream.rangeClosed(0, golden.size() + 1)
                .mapToObj(
                        i -> i < golden.size() ? golden.get(i).prompt() : i == golden.size() ? other.prompt() : longer)
                .toArray(int[][]::new);
        try (LanguageModel model = load(name)) {
            List<List<Integer>> generated = model.generate(new TokenBatch(prompts), count, (prompt, tokens) -> false);

            for (int i = 0; i < golden.size(); i++) {
                assertThat(ints(generated.get(i)))
                        .as("prompt %d", i)
                        .containsExactly(golden.get(i).generated());
            }
            assertThat(generated.get(golden.size())).isEqualTo(generated.get(1));
            assertThat(generated.get(golden.size() + 1).subList(0, count - 2))
                    .isEqualTo(generated.get(1).subList(2, count));
        }
    }

    /** In one pass over prompt and continuation LongRoPE turns all as in a long sequence; they were still short. */
    static List<String> namesWithoutLongRope() {
        return names().stream().filter(name -> !name.endsWith("longrope")).toList();
    }

    @ParameterizedTest
    @MethodSource("namesWithoutLongRope")
    void scoredTokensAreGreedyIfTransformersChoosesThem(String name) throws IOException {
        List<Continued> golden = golden(name);
        int[][] sequences = golden.stream()
                .flatMap(each -> IntStream.of(0, 1, 9).mapToObj(changed -> changed(each, changed)))
                .toArray(int[][]::new);
        int[] first = golden.stream()
                .flatMapToInt(
                        each -> IntStream.generate(() -> each.prompt().length).limit(3))
                .toArray();
        try (LanguageModel model = load(name)) {
            List<SequenceScore> scores = model.scores(new TokenBatch(sequences), first);

            for (int i = 0; i < scores.size(); i++) {
                assertThat(scores.get(i).greedy()).as("sequence %d", i).isEqualTo(i % 3 == 0);
            }
        }
    }

    /** What transformers generates, with one token, counted from the end and 1, another; 0: none. */
    private static int[] changed(Continued golden, int place) {
        int[] whole = golden.whole();
        if (place > 0) {
            whole[whole.length - place] ^= 1;
        }
        return whole;
    }

    private static LanguageModel load(String name) throws IOException {
        return LanguageModel.load(Checkpoint.open(Fixtures.path("fixtures/" + name)), F32);
    }

    private static List<Continued> golden(String name) {
        return StreamSupport.stream(MODELS.get(name).spliterator(), false)
                .map(each -> new Continued(ints(each.get("prompt")), ints(each.get("generated"))))
                .toList();
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static JsonNode models() {
        URL file = Objects.requireNonNull(GenerationOracleTest.class.getResource("generated.json"));
        try {
            return new ObjectMapper().readTree(file).get("models");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
