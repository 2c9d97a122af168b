package io.foldline.evaluator.task;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A metric of a task.
 *
 * @param kind which one
 * @param match how texts are made comparable; of use for {@link Kind#EXACT_MATCH} only
 */
public record MetricSpec(Kind kind, TextMatch match) {
    static final Set<String> FIELDS = Set.of(
            "metric",
            "aggregation",
            "higher_is_better",
            "ignore_case",
            "ignore_punctuation",
            "ignore_numbers",
            "regexes_to_ignore");

    /** The metrics that there are, named as lm-evaluation-harness names them. */
    public enum Kind {
        /** Share of items where the likeliest answer is right; or where the continuation is what greedy decoding gives. */
        ACC(true, "mean"),
        /** The same by likelihood divided by the number of characters of the answer. */
        ACC_NORM(true, "mean"),
        /** The same by likelihood divided by the number of UTF-8 bytes of the answer. */
        ACC_BYTES(true, "mean"),
        /** exp of the mean negative log-likelihood of the items. */
        PERPLEXITY(false, "perplexity"),
        /** exp of the negative log-likelihood of all texts divided by their words. */
        WORD_PERPLEXITY(false, "weighted_perplexity"),
        /** exp of the negative log-likelihood of all texts divided by their UTF-8 bytes. */
        BYTE_PERPLEXITY(false, "weighted_perplexity"),
        /** Negative log2-likelihood of all texts divided by their UTF-8 bytes. */
        BITS_PER_BYTE(false, "bits_per_byte"),
        /** Share of items where the text is the right one. */
        EXACT_MATCH(true, "mean");

        private final boolean higherIsBetter;
        private final String aggregation;

        Kind(boolean higherIsBetter, String aggregation) {
            this.higherIsBetter = higherIsBetter;
            this.aggregation = aggregation;
        }

        private static List<Kind> of(OutputType type) {
            return switch (type) {
                case MULTIPLE_CHOICE -> List.of(ACC, ACC_BYTES, ACC_NORM);
                case LOGLIKELIHOOD -> List.of(ACC, PERPLEXITY);
                case LOGLIKELIHOOD_ROLLING -> List.of(BITS_PER_BYTE, BYTE_PERPLEXITY, WORD_PERPLEXITY);
                case GENERATE_UNTIL -> List.of(EXACT_MATCH);
            };
        }

        /** {@code acc_norm}. */
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Which way is better. */
        public boolean higherIsBetter() {
            return higherIsBetter;
        }
    }

    /**
     * Reads an entry of a metric list.
     *
     * @throws InputException if it is not one for the output type
     */
    static MetricSpec read(YamlFields entry, OutputType type) {
        String name = entry.need("metric");
        List<Kind> known = Kind.of(type);
        Kind kind = known.stream()
                .filter(each -> each.written().equals(name))
                .findFirst()
                .orElseThrow(() -> entry.wrong(
                        "metric",
                        "one of " + known.stream().map(Kind::written).toList() + " for " + type.written(),
                        name));
        requireDefault(entry, "aggregation", kind.aggregation);
        requireDefault(entry, "higher_is_better", Boolean.toString(kind.higherIsBetter));
        return new MetricSpec(kind, TextMatch.read(entry));
    }

    private static void requireDefault(YamlFields entry, String field, String expected) {
        String found = entry.text(field).orElse(expected);
        if (!found.equals(expected)) {
            throw entry.wrong(field, expected, found);
        }
    }
}
