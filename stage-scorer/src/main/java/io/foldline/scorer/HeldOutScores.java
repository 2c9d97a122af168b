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

/** Sums, over those calibration samples that are held out, what is measured of variants of a model. */
public final class HeldOutScores extends Scores {
    private final List<LanguageModel> variants;
    private final Measure measure;

    private HeldOutScores(List<LanguageModel> variants, Measure measure) {
        super(variants.size());
        this.variants = variants;
        this.measure = measure;
    }

    /** Something that is the better the lower it is, in nats, for each of some texts. */
    private interface Measure {
        double[] of(LanguageModel variant, TokenBatch texts) throws IOException;
    }

    /**
     * Sums of their loss.
     *
     * @param dense to be closed after this
     */
    public static HeldOutScores losses(LanguageModel dense, List<Variant> variants) {
        return new HeldOutScores(
                variants.stream().map(dense::variant).toList(),
                (variant, texts) -> Arrays.stream(variant.logLikelihoods(texts))
                        .map(log -> -log)
                        .toArray());
    }

    /**
     * Sums of their divergence from the model.
     *
     * @param dense to be closed after this
     */
    public static HeldOutScores divergences(LanguageModel dense, List<Variant> variants) {
        return new HeldOutScores(
                variants.stream().map(dense::variant).toList(), (variant, texts) -> variant.divergences(texts, dense));
    }

    /** Adds one sum a variant. */
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
        double[] measured = new double[variants.size()];
        for (int i = 0; i < measured.length; i++) {
            measured[i] = Arrays.stream(measure.of(variants.get(i), texts)).sum();
        }
        List<Integer> numbers = chosen.stream().map(batch.numbers()::get).toList();
        add(new SampleBatch(texts, numbers), measured, texts.realTokens() - texts.size());
    }

    @Override
    public void close() {
        variants.forEach(LanguageModel::close);
    }
}
