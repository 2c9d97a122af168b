package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TextReader;
import io.foldline.model.text.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The task wikitext (version 2.0) of lm-evaluation-harness: likelihood of whole pages in rolling windows, divided by the
 * words or bytes of the page as it was before detokenization.
 *
 * @param taskData path or URI of the folder with {@code wikitext.jsonl}; null where there is none
 */
record WikitextTask(@Nullable String taskData) implements TextTask {
    static final String NAME = "wikitext";
    static final String FILE = "wikitext.jsonl";
    static final String COLUMN = "page";
    /** A page of the test split in common tokenizers; its windows hardly overlap. */
    private static final int PAGE_TOKENS = 4096;

    private static final Pattern SPACES = Pattern.compile(WikitextDetokenizer.SPACE + "+");
    private static final List<Metric> METRICS =
            List.of(Metric.lower("word_perplexity"), Metric.lower("byte_perplexity"), Metric.lower("bits_per_byte"));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public int count(int limit) throws IOException {
        return TextReader.count(file(), COLUMN, limit);
    }

    @Override
    public String digest() throws IOException {
        return TextReader.digest(file(), COLUMN);
    }

    private String file() {
        return TaskData.file(
                taskData,
                NAME,
                FILE,
                "one JSON object a line with a page of WikiText in the field \"" + COLUMN
                        + "\", as in the test split of EleutherAI/wikitext_document_level, wikitext-2-raw-v1");
    }

    @Override
    public long tokensPerItem(int length) {
        return PAGE_TOKENS;
    }

    @Override
    public List<EvaluationItem> items(ItemRange range, Context context) throws IOException {
        List<EvaluationItem> items = new ArrayList<>();
        for (String page : TextReader.read(file(), COLUMN, range.first(), range.end())) {
            items.add(item(range.first() + items.size(), page, context));
        }
        return items;
    }

    private static EvaluationItem item(int number, String page, Context context) {
        int prefix = prefix(context.tokenizer());
        int[] tokens = encode(context.tokenizer(), WikitextDetokenizer.detokenize(page), prefix);
        Map<String, Double> counts = Map.of(
                Sums.WORDS, (double) words(page), Sums.BYTES, (double) page.getBytes(StandardCharsets.UTF_8).length);
        return new TextItem(
                NAME + ", page " + (number + 1), RollingWindows.of(tokens, prefix, context.length()), counts);
    }

    private static int prefix(Tokenizer tokenizer) {
        OptionalInt prefix = tokenizer.bos().isPresent() ? tokenizer.bos() : tokenizer.eos();
        return prefix.orElseThrow(() -> new InputException(NAME
                + " needs a token in front of the first: tokenizer_config.json names neither bos_token nor eos_token"));
    }

    /** The special tokens are left out where the text already begins with the one that would come first. */
    private static int[] encode(Tokenizer tokenizer, String text, int prefix) {
        return text.startsWith(tokenizer.decode(new int[] {prefix}))
                ? tokenizer.encodePlain(text)
                : tokenizer.encode(text);
    }

    /** Pieces that white space splits the page into, empty ones at either end included. */
    static long words(String page) {
        return SPACES.matcher(page).results().count() + 1;
    }

    @Override
    public Map<String, Double> values(Sums sums) {
        if (sums.items() == 0) {
            throw new InputException(NAME + ": no page has a token, so nothing can be measured");
        }
        double loss = -sums.get(Sums.LOG_LIKELIHOOD);
        double lossPerByte = loss / sums.get(Sums.BYTES);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("word_perplexity", Math.exp(loss / sums.get(Sums.WORDS)));
        values.put("byte_perplexity", Math.exp(lossPerByte));
        values.put("bits_per_byte", lossPerByte / Math.log(2));
        return values;
    }
}
