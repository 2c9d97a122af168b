package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSharesTest {
    @ParameterizedTest
    @CsvSource({
        "128, 1, 128",
        "128, 3 1, 96 32",
        "10, 1 1 1, 4 3 3",
        "7, 0.5 0.3 0.2, 4 2 1",
        "3, 1 1000, 0 3",
        "1, 1 1 1, 1 0 0",
        "100, 1e-3 1e-3, 50 50"
    })
    void followsTheWeights(int samples, String weights, String shares) {
        assertThat(SampleShares.wanted(samples, sources(weights))).isEqualTo(ints(shares));
    }

    @ParameterizedTest
    @CsvSource({
        "128, 3 1, 1000 1000, 96 32",
        "128, 3 1, 1000 20, 108 20",
        "128, 1 1, 10 20, 10 20",
        "12, 1 1 1, 1 100 100, 1 6 5",
        "12, 1 1 2, 1 2 100, 1 2 9"
    })
    void othersStandInForSourcesThatRunShort(int samples, String weights, String available, String given) {
        assertThat(SampleShares.given(samples, sources(weights), ints(available)))
                .isEqualTo(ints(given));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoWeight(double weight) {
        assertThatThrownBy(() -> new SampleSource("a.txt", "text", weight))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.txt: weight");
    }

    @Test
    void addsUpWhateverTheRounding() {
        List<SampleSource> sources = sources("0.1 0.2 0.3 0.1 0.7 0.6");
        for (int samples = 1; samples < 500; samples++) {
            assertThat(SampleShares.wanted(samples, sources).stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(samples);
        }
    }

    private static List<SampleSource> sources(String weights) {
        return Arrays.stream(weights.split(" "))
                .map(weight -> new SampleSource("a.txt", "text", Double.parseDouble(weight)))
                .toList();
    }

    private static List<Integer> ints(String numbers) {
        return Arrays.stream(numbers.split(" ")).map(Integer::valueOf).toList();
    }
}
