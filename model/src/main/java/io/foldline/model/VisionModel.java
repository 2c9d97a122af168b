package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import java.io.IOException;

/** A model of images (Dosovitskiy et al., arXiv:2010.11929), or the vision tower of one of images and texts. */
public final class VisionModel extends BlockModel {
    private final Patches patches;

    VisionModel(Checkpoint checkpoint, Architecture architecture, ComputeOptions options) {
        super(checkpoint, architecture, options);
        patches = architecture.requiredPatches();
    }

    private VisionModel(VisionModel dense, Variant variant) {
        super(dense, variant);
        patches = dense.patches;
    }

    @Override
    public VisionModel variant(Variant variant) {
        return new VisionModel(this, variant);
    }

    /**
     * What the head makes of the class token: the logits of the classes, or the features of the image before they are
     * normalized.
     *
     * @return a row an image
     * @throws InputException if a value is not finite
     */
    public float[][] outputs(ImageBatch batch) throws IOException {
        return outputs(batch, batch.summaryIndices());
    }

    @Override
    NDArray embed(NDManager scope, ModelInput batch) throws IOException {
        if (!(batch instanceof ImageBatch images)) {
            throw unfit(batch, "images");
        }
        Shape shape = new Shape(images.size(), Patches.CHANNELS, patches.imageSize(), patches.imageSize());
        NDArray pixels = scope.create(images.pixels(), shape);
        return script().tensor(scope, "embed", pixels, weights().inputs());
    }
}
