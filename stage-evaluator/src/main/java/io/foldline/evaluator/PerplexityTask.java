package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TextReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Perplexity of a set of texts: every text with the tokenizer's own special tokens, truncated, natural-log loss summed
 * over every predicted token of every text, one division and one exponential at the end. Texts of fewer than two tokens
 * count for nothing.
 *
 * @param file path or {@code file:} URI of a JSONL file with a column {@code text}, or a plain file of paragraphs
 */
record PerplexityTask(String file) implements TextTask {
    static final String PREFIX = "ppl:";
    private static final String COLUMN = "text";
    private static final Metric PERPLEXITY = Metric.lower("perplexity");

    @Override
    public String name() {
        return PREFIX + file;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(PERPLEXITY);
    }

    @Override
    public int count(int limit) throws IOException {
        return TextReader.count(file, COLUMN, limit);
    }

    @Override
    public String digest() throws IOException {
        return TextReader.digest(file, COLUMN);
    }

    @Override
    public long tokensPerItem(int length) {
        return length;
    }

    @Override
    public List<EvaluationItem> items(ItemRange range, Context context) throws IOException {
        List<String> texts = TextReader.read(file, COLUMN, range.first(), range.end());
        List<int[]> ids = context.tokenizer().encodeAll(texts, context.length());
        List<EvaluationItem> items = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            items.add(item(range.first() + i, ids.get(i)));
        }
        return items;
    }

    private EvaluationItem item(int number, int[] ids) {
        List<LikelihoodRequest> requests = ids.length < 2 ? List.of() : List.of(new LikelihoodRequest(ids, 1));
        return new TextItem(name() + ", text " + (number + 1), requests, Map.of(Sums.TOKENS, ids.length - 1.0));
    }

    @Override
    public Map<String, Double> values(Sums sums) {
        if (sums.items() == 0) {
            throw new InputException(name() + ": no text has two tokens or more, so nothing can be measured");
        }
        double perplexity = Math.exp(-sums.get(Sums.LOG_LIKELIHOOD) / sums.get(Sums.TOKENS));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(PERPLEXITY.name(), perplexity);
        if (sums.items() > 1) {
            values.put(PERPLEXITY.errorName(), perplexity * sums.ratioError(Sums.LOG_LIKELIHOOD, Sums.TOKENS));
        }
        return values;
    }
}
