package io.foldline.passes;

import io.foldline.checkpoint.Sha256;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.SamplePlan;
import io.foldline.model.text.SampleRenderer;
import io.foldline.model.text.SampleSource;
import io.foldline.model.text.TextReader;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.Fingerprint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The calibration texts of a language model.
 *
 * @param samples what the ranges of a set have in common
 */
record TextSamples(TokenizedSamples.Source source, TokenizedSamples samples) implements CalibrationSet {
    @Override
    public SamplePlan plan() throws IOException {
        return samples.plan(source.texts());
    }

    @Override
    public int length() {
        return source.maxLength();
    }

    @Override
    public List<SampleBatch> batches(ItemRange range) throws IOException {
        return SampleBatch.plan(samples.ids(source, range), range.first());
    }

    @Override
    public Fingerprint addTo(Fingerprint fingerprint, ItemRange range) throws IOException {
        for (SamplePlan.Part part : plan().parts(range)) {
            SampleSource texts = source.texts().sources().get(part.source());
            fingerprint
                    .with("texts" + part.source(), TextReader.digest(texts.location(), texts.column()))
                    .with("rows" + part.source(), Sha256.ofText(part.rows().toString()));
        }
        Optional<String> day =
                SampleRenderer.of(source.tokenizer(), source.chat()).dependsOn();
        if (day.isPresent()) {
            fingerprint.with("day", day.get());
        }
        return fingerprint
                .with("chat", source.chat().enabled())
                .with("maxLength", source.maxLength())
                .with("firstSample", range.first())
                .with("endSample", range.end());
    }
}
