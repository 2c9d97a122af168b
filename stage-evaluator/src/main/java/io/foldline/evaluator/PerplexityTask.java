package io.foldline.evaluator;

import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TextReader;
import java.io.IOException;
import java.util.ArrayList;
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
    private static final Metric PERPLEXITY =
            new Metric("perplexity", Metric.Scale.PERPLEXITY, Sums.LOG_LIKELIHOOD, Sums.TOKENS);

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
            items.add(item(range.first() + i, texts.get(i), ids.get(i)));
        }
        return items;
    }

    private EvaluationItem item(int number, String text, int[] ids) {
        List<ModelRequest> requests = ids.length < 2 ? List.of() : List.of(new ModelRequest.Likelihood(ids, 1));
        return new TextItem(name() + ", text " + (number + 1), text, requests, Map.of(Sums.TOKENS, ids.length - 1.0));
    }
}
