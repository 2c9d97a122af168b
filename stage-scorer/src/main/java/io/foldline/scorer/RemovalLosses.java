package io.foldline.scorer;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.BlockModel;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sums, over calibration samples, the loss of a model without each of its blocks but the first, blocks that were removed
 * before left out too (Song et al., SLEB, 2024).
 */
public final class RemovalLosses implements Scores {
    private static final String SUMS = "sums";
    private static final String COUNTS = "counts";

    private final LanguageModel model;
    private final List<Integer> candidates;
    private final double[] sums;
    private long samples;
    private long tokens;
    private long predicted;

    private RemovalLosses(LanguageModel model, List<Integer> candidates) {
        this.model = model;
        this.candidates = candidates;
        sums = new double[candidates.size()];
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
        int blocks = dense.architecture().blocks();
        List<Integer> kept = new ArrayList<>(IntStream.range(0, blocks).boxed().toList());
        kept.removeAll(removed);
        return new RemovalLosses(language.variant(new Variant(kept, Map.of())), candidates(blocks, removed));
    }

    /** The blocks that may be removed next, ascending: all that are left but the first, into which what follows may fold. */
    static List<Integer> candidates(int blocks, List<Integer> removed) {
        return IntStream.range(1, blocks)
                .filter(block -> !removed.contains(block))
                .boxed()
                .toList();
    }

    @Override
    public void add(SampleBatch batch) throws IOException {
        TokenBatch texts = (TokenBatch) batch.tokens();
        double[] logs = model.logLikelihoodsWithout(texts, candidates);
        for (int i = 0; i < sums.length; i++) {
            sums[i] -= logs[i];
        }
        samples += texts.size();
        tokens += texts.realTokens();
        predicted += texts.realTokens() - texts.size();
    }

    @Override
    public Map<String, DoubleTensor> state() {
        return Map.of(
                SUMS,
                DoubleTensor.vector(sums()),
                COUNTS,
                DoubleTensor.vector((double) samples, (double) tokens, (double) predicted));
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        double[] saved = state.readDoubles(SUMS);
        double[] counts = state.readDoubles(COUNTS);
        if (saved.length != sums.length || counts.length != 3) {
            throw new InputException("%s: sums of %d candidates and %d counts, expected %d and 3"
                    .formatted(state.path(), saved.length, counts.length, sums.length));
        }
        System.arraycopy(saved, 0, sums, 0, sums.length);
        samples = (long) counts[0];
        tokens = (long) counts[1];
        predicted = (long) counts[2];
    }

    /** Sums of losses in nats, by ascending block. */
    @Override
    public double[] sums() {
        return sums.clone();
    }

    @Override
    public long weight() {
        return predicted;
    }

    @Override
    public long samples() {
        return samples;
    }

    @Override
    public long tokens() {
        return tokens;
    }

    @Override
    public void close() {
        model.close();
    }
}
