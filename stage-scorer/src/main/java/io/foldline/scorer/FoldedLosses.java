package io.foldline.scorer;

import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import io.foldline.pruning.HeldOut;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Sums, over those calibration samples that are held out, the loss of variants of a model. */
public final class FoldedLosses extends Scores {
    private final List<LanguageModel> variants;

    /** @param dense to be closed after this */
    public FoldedLosses(LanguageModel dense, List<Variant> variants) {
        super(variants.size());
        this.variants = variants.stream().map(dense::variant).toList();
    }

    /** Adds losses in nats, one a variant. */
    @Override
    public void add(SampleBatch batch) throws IOException {
        List<Integer> chosen = IntStream.range(0, batch.size())
                .filter(sample -> HeldOut.contains(batch.numbers().get(sample)))
                .boxed()
                .toList();
        if (chosen.isEmpty()) {
            return;
        }
        TokenBatch texts = ((TokenBatch) batch.tokens()).only(chosen);
        double[] losses = new double[variants.size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = -Arrays.stream(variants.get(i).logLikelihoods(texts)).sum();
        }
        List<Integer> numbers = chosen.stream().map(batch.numbers()::get).toList();
        add(new SampleBatch(texts, numbers), losses, texts.realTokens() - texts.size());
    }

    @Override
    public void close() {
        variants.forEach(LanguageModel::close);
    }
}
