package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Metric ACCURACY = Metric.mean("acc", "acc");
    private static final Metric PERPLEXITY =
            new Metric("perplexity", Metric.Scale.PERPLEXITY, Sums.LOG_LIKELIHOOD, Sums.TOKENS);

    @Test
    void retainedTurnsWithTheDirection() {
        assertThat(PERPLEXITY.retainedPercent(20, 40)).isEqualTo(50);
        assertThat(ACCURACY.retainedPercent(0.8, 0.6)).isCloseTo(75, within(1e-12));
    }

    @Test
    void whatHadNothingToLoseKeptAll() {
        assertThat(ACCURACY.retainedPercent(0, 0)).isEqualTo(100);
        assertThat(ACCURACY.retainedPercent(0, 0.5)).isEqualTo(100);
    }

    @Test
    void sumsAddUp() {
        Sums sums = Sums.NONE.plus(new Sums(2, Map.of("a", 1.0))).plus(new Sums(3, Map.of("a", 2.5, "b", 4.0)));
        assertThat(sums).isEqualTo(new Sums(5, Map.of("a", 3.5, "b", 4.0)));
        assertThat(sums.get("c")).isZero();
    }
}
