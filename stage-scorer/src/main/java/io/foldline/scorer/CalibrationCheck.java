package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.event.Calibration;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import io.foldline.model.Architecture;
import io.foldline.model.text.TextReader;
import io.foldline.model.text.Tokenizer;
import io.foldline.pruning.HeldOut;
import io.foldline.pruning.PruningMethod;
import io.foldline.storage.Place;
import java.io.IOException;

/** Checks the calibration set of a request against its model. */
final class CalibrationCheck {
    private CalibrationCheck() {}

    /** Number of samples that the request calibrates on. */
    static int countSamples(RunRequested request, Architecture architecture, PruningMethod method) throws IOException {
        Calibration calibration = request.getCalibration();
        requireOneSource(calibration.getSources().size());
        if (calibration.getSamples() < 1) {
            throw new InputException(
                    "%d calibration samples: expected at least 1.".formatted(calibration.getSamples()));
        }
        requireLength(calibration.getMaxLength(), architecture);
        Tokenizer.load(Place.of(request.getModel()).description()).close();
        TextSource source = calibration.getSources().get(0);
        int samples = TextReader.count(source.getUri(), source.getColumn(), calibration.getSamples());
        if (method.ridge()) {
            requireEnough(samples, request, architecture);
        }
        return samples;
    }

    private static void requireEnough(int samples, RunRequested request, Architecture architecture) {
        Ridge ridge = request.getMethod().getRidge();
        if (ridge.getKind() == RidgeKind.AUTO) {
            if (samples < HeldOut.EVERY) {
                throw new InputException(
                        "%d calibration samples, at least %d needed for alpha auto, which holds out one in %d: give more samples or a ridge."
                                .formatted(samples, HeldOut.EVERY, HeldOut.EVERY));
            }
            return;
        }
        long tokens = (long) samples * request.getCalibration().getMaxLength();
        if (ridge.getValue() == 0 && tokens < architecture.width()) {
            throw new InputException(
                    "at most %d calibration tokens, at least %d needed at ridge 0: give more samples or a ridge."
                            .formatted(tokens, architecture.width()));
        }
    }

    private static void requireOneSource(int sources) {
        if (sources == 0) {
            throw new InputException("no calibration texts: give some; only uidl with given cuts needs none.");
        }
        if (sources > 1) {
            throw new InputException("%d calibration sources: this version takes one.".formatted(sources));
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
