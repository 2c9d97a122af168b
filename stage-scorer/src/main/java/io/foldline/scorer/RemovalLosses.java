package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.model.BlockModel;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
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
     * @param removed blocks that were removed before
     * @throws InputException if the model is none of language
     */
    static RemovalLosses of(BlockModel dense, List<Integer> removed) {
        if (!(dense instanceof LanguageModel language)) {
            throw new InputException(
                    "selector sleb compares losses on texts, which model_type %s has not; use another one."
                            .formatted(dense.architecture().modelType()));
        }
        List<Integer> candidates = candidates(dense.architecture().blocks(), removed);
        List<Integer> kept = Stream.concat(Stream.of(0), candidates.stream()).toList();
        return new RemovalLosses(language.variant(new Variant(kept, Map.of())), candidates);
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
