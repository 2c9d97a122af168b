package io.foldline.passes;

import io.foldline.checkpoint.InputException;
import io.foldline.event.RunRequested;
import io.foldline.model.ImageBatch;
import io.foldline.model.Patches;
import io.foldline.model.SampleBatch;
import io.foldline.model.image.ImageColumns;
import io.foldline.model.image.ImageProcessing;
import io.foldline.model.image.ImageSource;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.SamplePlan;
import io.foldline.model.text.SampleSet;
import io.foldline.model.text.SampleSource;
import io.foldline.stage.Fingerprint;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The calibration images of a vision model: of folders of pictures the classes in turn, of tables the rows.
 *
 * @param model folder with the configuration of the image processor
 * @param sources in the order of the request
 * @param plan which picture of which source each sample is
 */
public record ImageSamples(Path model, Patches patches, List<ImageSource> sources, SamplePlan plan)
        implements CalibrationSet {
    public ImageSamples {
        sources = List.copyOf(sources);
    }

    /**
     * What a request says.
     *
     * @throws InputException if a source holds no pictures
     */
    public static ImageSamples of(RunRequested request, Patches patches) throws IOException {
        SampleSet set = CalibrationSet.wanted(request.getCalibration());
        Map<SampleSource, ImageSource> opened = new LinkedHashMap<>();
        for (SampleSource source : set.sources()) {
            opened.put(source, ImageSource.open(source.location(), new ImageColumns(source.column(), "")));
        }
        return new ImageSamples(
                Place.of(request.getModel()).description(),
                patches,
                set.sources().stream().map(source -> opened(opened, source)).toList(),
                SamplePlan.of(set, (source, limit) -> opened(opened, source).count(limit)));
    }

    private static ImageSource opened(Map<SampleSource, ImageSource> opened, SampleSource source) {
        return Objects.requireNonNull(opened.get(source));
    }

    /**
     * Makes the first picture of each source ready for the model, so that most of what is wrong with an image processor or
     * a source comes to light before anything is computed.
     *
     * @throws InputException if that cannot be done
     */
    public void check() throws IOException {
        ImageProcessing processing = ImageProcessing.load(model);
        for (ImageSource source : sources) {
            new ImageBatch(patches, List.of(image(processing, source, 0))).pixels();
        }
    }

    @Override
    public int length() {
        return patches.tokens();
    }

    /** Pictures are read as their batch comes. */
    @Override
    public List<SampleBatch> batches(ItemRange range) throws IOException {
        requireSamples(range);
        ImageProcessing processing = ImageProcessing.load(model);
        List<ImageBatch.Image> images = new ArrayList<>();
        for (SamplePlan.Part part : plan.parts(range)) {
            ImageSource source = sources.get(part.source());
            part.rows().forEach(picture -> images.add(image(processing, source, picture)));
        }
        return SampleBatch.plan(patches, images, range.first());
    }

    private static ImageBatch.Image image(ImageProcessing processing, ImageSource source, int picture) {
        return () -> processing.apply(source.read(picture), source.name(picture));
    }

    private void requireSamples(ItemRange range) {
        if (range.end() > plan.size()) {
            throw new InputException(
                    "pictures %d to %d were expected, found %d in all; were the calibration pictures changed during the run?"
                            .formatted(range.first(), range.end() - 1, plan.size()));
        }
    }

    /** How pictures are processed belongs to the model. */
    @Override
    public Fingerprint addTo(Fingerprint fingerprint, ItemRange range) throws IOException {
        requireSamples(range);
        for (SamplePlan.Part part : plan.parts(range)) {
            fingerprint.with(
                    "images" + part.source(), sources.get(part.source()).digest(part.rows()));
        }
        return fingerprint.with("firstSample", range.first()).with("endSample", range.end());
    }
}
