package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.event.Calibration;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.Patches;
import io.foldline.model.text.SamplePlan;
import io.foldline.model.text.SampleRenderer;
import io.foldline.model.text.SampleSet;
import io.foldline.model.text.SampleShares;
import io.foldline.model.text.SampleTexts;
import io.foldline.model.text.Tokenizer;
import io.foldline.passes.CalibrationSet;
import io.foldline.passes.ImageSamples;
import io.foldline.pruning.HeldOut;
import io.foldline.pruning.PruningMethod;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the calibration set of a request against its model. */
final class CalibrationCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CalibrationCheck.class);

    private CalibrationCheck() {}

    /** Number of samples that the request calibrates on. Texts are all read and rendered, of pictures the first. */
    static int countSamples(RunRequested request, Architecture architecture, PruningMethod method) throws IOException {
        Calibration calibration = request.getCalibration();
        if (calibration.getSources().isEmpty()) {
            throw new InputException(
                    "no calibration samples: give some; only methods that drop blocks need none, with given cuts or selector magnitude.");
        }
        if (calibration.getSamples() < 1) {
            throw new InputException(
                    "%d calibration samples: expected at least 1.".formatted(calibration.getSamples()));
        }
        Patches patches = architecture.patches();
        SamplePlan plan = patches == null ? readTexts(request, architecture) : readImages(request, patches);
        warnOfFew(CalibrationSet.wanted(calibration), plan);
        if (method.ridge().isPresent()) {
            int length = patches == null ? calibration.getMaxLength() : patches.tokens();
            requireEnough(plan.size(), length, request.getMethod().getRidge(), architecture);
        }
        return plan.size();
    }

    private static SamplePlan readTexts(RunRequested request, Architecture architecture) throws IOException {
        requireLength(request.getCalibration().getMaxLength(), architecture);
        Path model = Place.of(request.getModel()).description();
        Tokenizer.load(model).close();
        SampleSet texts = CalibrationSet.wanted(request.getCalibration());
        SamplePlan plan = SamplePlan.of(texts);
        SampleRenderer renderer = SampleRenderer.of(model, CalibrationSet.chat(request));
        SampleTexts.forEach(texts, plan, renderer::text);
        return plan;
    }

    private static SamplePlan readImages(RunRequested request, Patches patches) throws IOException {
        ImageSamples images = ImageSamples.of(request, patches);
        images.check();
        return images.plan();
    }

    private static void warnOfFew(SampleSet set, SamplePlan plan) {
        List<Integer> wanted = SampleShares.wanted(set.samples(), set.sources());
        for (int i = 0; i < wanted.size(); i++) {
            int given = plan.counts().get(i);
            if (given < wanted.get(i)) {
                LOG.warn(
                        "{}: {} of the {} samples that were wanted of it; {} samples in all",
                        set.sources().get(i).location(),
                        given,
                        wanted.get(i),
                        plan.size());
            }
        }
    }

    private static void requireEnough(int samples, int length, Ridge ridge, Architecture architecture) {
        if (ridge.getKind() == RidgeKind.AUTO) {
            if (samples < HeldOut.EVERY) {
                throw new InputException(
                        "%d calibration samples, at least %d needed for alpha auto, which holds out one in %d: give more samples or a ridge."
                                .formatted(samples, HeldOut.EVERY, HeldOut.EVERY));
            }
            return;
        }
        long tokens = (long) samples * length;
        if (ridge.getValue() == 0 && tokens < architecture.width()) {
            throw new InputException(
                    "at most %d calibration tokens, at least %d needed at ridge 0: give more samples or a ridge."
                            .formatted(tokens, architecture.width()));
        }
    }

    private static void requireLength(int maxLength, Architecture architecture) {
        if (maxLength < 1 || maxLength > architecture.maxPositions()) {
            throw new InputException(
                    "texts of up to %d tokens (--max-length): expected 1 to %d, the positions of the model."
                            .formatted(maxLength, architecture.maxPositions()));
        }
    }
}
