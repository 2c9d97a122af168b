package io.foldline.passes;

import io.foldline.checkpoint.ContentDigest;
import io.foldline.event.Compute;
import io.foldline.model.Architecture;
import io.foldline.model.ComputeOptions;
import io.foldline.model.ModelCache;
import io.foldline.stage.Fingerprint;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;

/** The model that a task runs, and where and in which precision. */
public record ModelUse(Path folder, ComputeOptions options) {
    /**
     * What a request says. A model that is elsewhere is brought here.
     *
     * @param model path or URI of the checkpoint folder
     * @throws io.foldline.checkpoint.InputException if there is no such model, or this machine has no such device
     * @throws IOException if it cannot be brought here now
     */
    public static ModelUse of(String model, Compute compute) throws IOException {
        return new ModelUse(
                Place.of(model).checkpoint(), ComputeOptions.parse(compute.getDevice(), compute.getDtype()));
    }

    /**
     * What a request says of the passes that gather statistics, whose weights may be rounded.
     *
     * @param model path or URI of the checkpoint folder
     * @throws io.foldline.checkpoint.InputException as {@link #of}, or if the dtype of the calibration is not known
     * @throws IOException as {@link #of}
     */
    public static ModelUse forStatistics(String model, Compute compute) throws IOException {
        ModelUse use = of(model, compute);
        return new ModelUse(use.folder, use.options.forStatistics(compute.getCalibrationDtype()));
    }

    /**
     * Architecture of a model, whatever it is run on.
     *
     * @param model path or URI of the checkpoint folder
     */
    public static Architecture architecture(String model) throws IOException {
        return Architecture.of(Place.of(model).config().json());
    }

    /** Takes the model from a cache. */
    public ModelCache.Lease lease(ModelCache models) throws IOException {
        return models.lease(folder, options);
    }

    /** Adds what the figures of a pass depend on: content of the model, kind of device, dtype. */
    public Fingerprint addTo(Fingerprint fingerprint) throws IOException {
        return fingerprint.with("model", ContentDigest.ofModel(folder)).with("compute", options.kind());
    }
}
