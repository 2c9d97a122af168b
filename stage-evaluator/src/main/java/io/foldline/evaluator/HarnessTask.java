package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Sha256;
import io.foldline.evaluator.task.AnswerFilter;
import io.foldline.evaluator.task.MetricSpec;
import io.foldline.evaluator.task.OutputType;
import io.foldline.evaluator.task.Prompt;
import io.foldline.evaluator.task.Prompts;
import io.foldline.evaluator.task.TaskDefinition;
import io.foldline.model.text.Batches;
import io.foldline.model.text.DataRecord;
import io.foldline.model.text.ItemRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A task that a file declares, measured as lm-evaluation-harness measures it.
 *
 * @param fewShot examples shown before each item
 * @param data where its rows are
 */
record HarnessTask(TaskDefinition definition, int fewShot, TaskData data) implements TextTask {
    /** More items at once share more of their prompts. */
    private static final int CHUNK = 64;

    /** Tokens of an item without examples, and of an example; about. */
    private static final int ITEM_TOKENS = 128;

    /** A page of the test split of WikiText in common tokenizers; its windows hardly overlap. */
    private static final int ROLLING_TOKENS = 4096;

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public int chunk() {
        return definition.type() == OutputType.LOGLIKELIHOOD_ROLLING ? Batches.CHUNK : CHUNK;
    }

    @Override
    public List<Metric> metrics() {
        return definition.metrics().stream()
                .flatMap(metric -> definition.filters().stream().map(filter -> metric(metric, filter)))
                .toList();
    }

    private static Metric metric(MetricSpec metric, AnswerFilter filter) {
        String name = name(metric, filter);
        return switch (metric.kind()) {
            case ACC, ACC_NORM, ACC_BYTES, EXACT_MATCH -> Metric.mean(name, name);
            case PERPLEXITY -> new Metric(name, Metric.Scale.PERPLEXITY, Sums.LOG_LIKELIHOOD, Metric.ITEMS);
            case WORD_PERPLEXITY -> new Metric(name, Metric.Scale.PERPLEXITY, Sums.LOG_LIKELIHOOD, Sums.WORDS);
            case BYTE_PERPLEXITY -> new Metric(name, Metric.Scale.PERPLEXITY, Sums.LOG_LIKELIHOOD, Sums.BYTES);
            case BITS_PER_BYTE -> new Metric(name, Metric.Scale.BITS, Sums.LOG_LIKELIHOOD, Sums.BYTES);
        };
    }

    /** {@code acc}, or {@code exact_match,strict-match} where answers are filtered. */
    static String name(MetricSpec metric, AnswerFilter filter) {
        String name = metric.kind().written();
        return filter.name().equals(AnswerFilter.NONE.name()) ? name : name + "," + filter.name();
    }

    @Override
    public int count(int limit) throws IOException {
        List<DataRecord> rows = data.read(definition.items(), limit);
        if (rows.isEmpty()) {
            throw new InputException("%s: %s is empty; expected at least one row%s"
                    .formatted(
                            name(),
                            definition.items().shown(),
                            definition.items().where().isEmpty()
                                    ? ""
                                    : " with " + definition.items().where()));
        }
        rows.forEach(prompts()::next);
        return rows.size();
    }

    private Prompts prompts() throws IOException {
        List<DataRecord> pool = fewShot == 0 ? List.of() : data.read(definition.examples(), Integer.MAX_VALUE);
        return new Prompts(definition, pool, fewShot);
    }

    @Override
    public String digest() throws IOException {
        StringBuilder all = new StringBuilder(definition.file().toString())
                .append('\n')
                .append(fewShot)
                .append('\n')
                .append(data.digest(definition.items()));
        if (fewShot > 0) {
            all.append('\n').append(data.digest(definition.examples()));
        }
        return Sha256.ofText(all.toString());
    }

    @Override
    public long tokensPerItem(int length) {
        return definition.type() == OutputType.LOGLIKELIHOOD_ROLLING
                ? ROLLING_TOKENS
                : Math.min(length, (1L + fewShot) * ITEM_TOKENS);
    }

    @Override
    public List<EvaluationItem> items(ItemRange range, Context context) throws IOException {
        List<DataRecord> rows = data.read(definition.items(), range.end());
        Prompts prompts = prompts();
        rows.subList(0, range.first()).forEach(prompts::skip);
        List<DataRecord> documents = rows.subList(range.first(), range.end());
        List<Prompt> made = new ArrayList<>();
        documents.forEach(document -> made.add(prompts.next(document)));
        return new PromptEncoder(definition, context).items(documents, made, range.first());
    }
}
