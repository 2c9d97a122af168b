package io.foldline.passes;

import io.foldline.event.Calibration;
import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import io.foldline.model.Architecture;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TextReader;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.Fingerprint;
import io.foldline.storage.Place;
import java.io.IOException;
import java.util.List;

/** The calibration samples of a request. */
public record CalibrationSet(TokenizedSamples.Source source) {
    /** What a request says. It has been checked: there is one source of texts. */
    public static CalibrationSet of(RunRequested request) throws IOException {
        Calibration calibration = request.getCalibration();
        TextSource texts = calibration.getSources().get(0);
        return new CalibrationSet(new TokenizedSamples.Source(
                Place.of(request.getModel()).description(),
                texts.getUri(),
                texts.getColumn(),
                calibration.getSamples(),
                calibration.getMaxLength()));
    }

    /** Number of samples, at most as many as the request takes. */
    public int count() throws IOException {
        return TextReader.count(source.texts(), source.column(), source.samples());
    }

    /**
     * The ranges of samples for the tasks of a request.
     *
     * @param samples number of samples
     */
    public List<ItemRange> ranges(RunRequested request, Architecture architecture, int samples) {
        return new TaskSize(samples, source.maxLength(), architecture.blockParameters()).ranges(request);
    }

    /** The batches of a range, whose first sample starts a chunk. */
    public List<SampleBatch> batches(TokenizedSamples samples, ItemRange range) throws IOException {
        return SampleBatch.plan(samples.ids(source, range), range.first());
    }

    /** Adds what the samples of a range depend on, except for the tokenizer, which belongs to the model. */
    public Fingerprint addTo(Fingerprint fingerprint, ItemRange range) throws IOException {
        return fingerprint
                .with("texts", TextReader.digest(source.texts(), source.column()))
                .with("maxLength", source.maxLength())
                .with("firstSample", range.first())
                .with("endSample", range.end());
    }
}
