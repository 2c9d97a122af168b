package io.foldline.passes;

import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.Patches;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ChatSetting;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.SamplePlan;
import io.foldline.model.text.SampleSet;
import io.foldline.model.text.SampleSource;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.Fingerprint;
import io.foldline.storage.Place;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** The calibration samples of a request: texts, or images where the model is one of images. */
public sealed interface CalibrationSet permits TextSamples, ImageSamples {
    /**
     * What a request says.
     *
     * @param samples what the ranges of a set of texts have in common, kept for as long as the process works on it
     * @throws io.foldline.checkpoint.InputException if the sources are not of the kind that the model takes
     */
    static CalibrationSet of(RunRequested request, TokenizedSamples samples) throws IOException {
        Calibration calibration = request.getCalibration();
        Patches patches = ModelUse.architecture(request.getModel()).patches();
        if (patches != null) {
            return ImageSamples.of(request, patches);
        }
        return new TextSamples(
                new TokenizedSamples.Source(
                        Place.of(request.getModel()).description(),
                        wanted(calibration),
                        calibration.getMaxLength(),
                        chat(request)),
                samples);
    }

    /** How conversations are rendered: on the day of the request, whenever and wherever they are. */
    static ChatSetting chat(RunRequested request) {
        return new ChatSetting(
                request.getCalibration().getChatTemplate() != ChatTemplate.OFF,
                LocalDate.ofInstant(request.getRequestedAt(), ZoneOffset.UTC));
    }

    /**
     * The samples that a request wants.
     *
     * @throws io.foldline.checkpoint.InputException if a weight is none
     */
    static SampleSet wanted(Calibration calibration) {
        Long seed = calibration.getShuffleSeed();
        return new SampleSet(
                calibration.getSources().stream()
                        .map(texts -> new SampleSource(texts.getUri(), texts.getColumn(), texts.getWeight()))
                        .toList(),
                calibration.getSamples(),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    }

    /** Which row of which source each sample is. */
    SamplePlan plan() throws IOException;

    /** Tokens of a sample, at most. */
    int length();

    /** The batches of a range, whose first sample starts a chunk. */
    List<SampleBatch> batches(ItemRange range) throws IOException;

    /**
     * Adds what the samples of a range depend on, except for what belongs to the model: for each source that has samples in
     * it, content and rows. Where a source stands among the others counts too, since results tell it.
     */
    Fingerprint addTo(Fingerprint fingerprint, ItemRange range) throws IOException;

    /** Number of samples, at most as many as the request takes. */
    default int count() throws IOException {
        return plan().size();
    }

    /**
     * The ranges of samples for the tasks of a request.
     *
     * @param count number of samples
     */
    default List<ItemRange> ranges(RunRequested request, Architecture architecture, int count) {
        return new TaskSize(count, length(), architecture.blockParameters()).ranges(request);
    }

    /** Samples of each source in a range, up to the last source that has one. */
    default List<Integer> counts(ItemRange range) throws IOException {
        List<Integer> counts = new ArrayList<>();
        for (SamplePlan.Part part : plan().parts(range)) {
            counts.addAll(Collections.nCopies(part.source() - counts.size(), 0));
            counts.add(part.rows().size());
        }
        return counts;
    }
}
