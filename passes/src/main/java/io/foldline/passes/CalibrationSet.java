package io.foldline.passes;

import io.foldline.checkpoint.Sha256;
import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ChatSetting;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.SamplePlan;
import io.foldline.model.text.SampleRenderer;
import io.foldline.model.text.SampleSet;
import io.foldline.model.text.SampleSource;
import io.foldline.model.text.TextReader;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.Fingerprint;
import io.foldline.storage.Place;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The calibration samples of a request. */
public record CalibrationSet(TokenizedSamples.Source source, TokenizedSamples samples) {
    /** @param samples what the ranges of a set have in common, kept for as long as the process works on it */
    public static CalibrationSet of(RunRequested request, TokenizedSamples samples) throws IOException {
        Calibration calibration = request.getCalibration();
        return new CalibrationSet(
                new TokenizedSamples.Source(
                        Place.of(request.getModel()).description(),
                        texts(calibration),
                        calibration.getMaxLength(),
                        chat(request)),
                samples);
    }

    /** How conversations are rendered: on the day of the request, whenever and wherever they are. */
    public static ChatSetting chat(RunRequested request) {
        return new ChatSetting(
                request.getCalibration().getChatTemplate() != ChatTemplate.OFF,
                LocalDate.ofInstant(request.getRequestedAt(), ZoneOffset.UTC));
    }

    /**
     * The texts that a request wants.
     *
     * @throws io.foldline.checkpoint.InputException if a weight is none
     */
    public static SampleSet texts(Calibration calibration) {
        Long seed = calibration.getShuffleSeed();
        return new SampleSet(
                calibration.getSources().stream()
                        .map(texts -> new SampleSource(texts.getUri(), texts.getColumn(), texts.getWeight()))
                        .toList(),
                calibration.getSamples(),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    }

    /** Number of samples, at most as many as the request takes. */
    public int count() throws IOException {
        return plan().size();
    }

    private SamplePlan plan() throws IOException {
        return samples.plan(source.texts());
    }

    /**
     * The ranges of samples for the tasks of a request.
     *
     * @param count number of samples
     */
    public List<ItemRange> ranges(RunRequested request, Architecture architecture, int count) {
        return new TaskSize(count, source.maxLength(), architecture.blockParameters()).ranges(request);
    }

    /** The batches of a range, whose first sample starts a chunk. */
    public List<SampleBatch> batches(ItemRange range) throws IOException {
        return SampleBatch.plan(samples.ids(source, range), range.first());
    }

    /** Samples of each source in a range, up to the last source that has one. */
    public List<Integer> counts(ItemRange range) throws IOException {
        List<Integer> counts = new ArrayList<>();
        for (SamplePlan.Part part : plan().parts(range)) {
            counts.addAll(Collections.nCopies(part.source() - counts.size(), 0));
            counts.add(part.rows().size());
        }
        return counts;
    }

    /**
     * Adds what the samples of a range depend on, except for the tokenizer, which belongs to the model: for each source that
     * has samples in it, content and rows. Where a source stands among the others counts too, since results tell it.
     */
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
