package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.model.Architecture;
import io.foldline.model.BlockModel;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import io.foldline.pruning.BlockSelector;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sums, over calibration samples, the loss of a model without each of its blocks but the first, blocks that were removed
 * before left out too (Song et al., SLEB, 2024).
 */
public final class RemovalLosses extends Scores {
    private final LanguageModel model;
    private final List<Integer> candidates;

    private RemovalLosses(LanguageModel model, List<Integer> candidates) {
        super(candidates.size());
        this.model = model;
        this.candidates = candidates;
    }

    /**
     * Sums over no sample.
     *
     * @param dense to be closed after this
     * @param selector for which they are, for the message
     * @param removed blocks that were removed before
     * @throws InputException if the model is none of language
     */
    static RemovalLosses of(BlockModel dense, BlockSelector selector, List<Integer> removed) {
        LanguageModel language = language(dense, selector);
        List<Integer> candidates = candidates(dense.architecture().blocks(), removed);
        List<Integer> kept = Stream.concat(Stream.of(0), candidates.stream()).toList();
        return new RemovalLosses(language.variant(new Variant(kept, Map.of())), candidates);
    }

    /** @throws InputException if the model is none of language, so that it has no loss for the selector to compare */
    static LanguageModel language(BlockModel model, BlockSelector selector) {
        if (model instanceof LanguageModel language) {
            return language;
        }
        throw notOfLanguage(model.architecture(), selector);
    }

    /** What is wrong with a selector for a model that is none of language. */
    static InputException notOfLanguage(Architecture architecture, BlockSelector selector) {
        return new InputException("selector %s goes by the loss on texts, which model_type %s has not; use another one."
                .formatted(selector.name(), architecture.modelType()));
    }

    /** The blocks that may be removed next, ascending: all that are left but the first, into which what follows may fold. */
    static List<Integer> candidates(int blocks, List<Integer> removed) {
        return IntStream.range(1, blocks)
                .filter(block -> !removed.contains(block))
                .boxed()
                .toList();
    }

    /** Adds losses in nats, by ascending block. */
    @Override
    public void add(SampleBatch batch) throws IOException {
        TokenBatch texts = (TokenBatch) batch.tokens();
        double[] losses = Arrays.stream(model.logLikelihoodsWithout(texts, candidates))
                .map(log -> -log)
                .toArray();
        add(batch, losses, texts.realTokens() - texts.size());
    }

    @Override
    public void close() {
        model.close();
    }
}
