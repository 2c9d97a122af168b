package io.foldline.evaluator;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.ImageBatch;
import io.foldline.model.SampleBatch;
import io.foldline.model.VisionModel;
import io.foldline.passes.BatchSums;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** The classes that a model sees in pictures, as they come in. */
final class Predictions implements BatchSums<SampleBatch> {
    private static final String NAME = "predictions";
    private static final int NONE = -1;

    private final VisionModel model;
    private final Classes classes;
    private final int first;
    private final double[] seen;

    /**
     * @param first number of the first picture
     * @param count number of pictures
     */
    Predictions(VisionModel model, Classes classes, int first, int count) {
        this.model = model;
        this.classes = classes;
        this.first = first;
        seen = new double[count];
        Arrays.fill(seen, NONE);
    }

    @Override
    public void add(SampleBatch batch) throws IOException {
        float[][] outputs = model.outputs((ImageBatch) batch.tokens());
        for (int i = 0; i < outputs.length; i++) {
            seen[batch.numbers().get(i) - first] = classes.seen(outputs[i]);
        }
    }

    /** Pictures that are through. */
    int done() {
        return (int) Arrays.stream(seen).filter(number -> number != NONE).count();
    }

    /** The class of a picture, by its place from the first on. */
    int at(int place) {
        return (int) seen[place];
    }

    @Override
    public Map<String, DoubleTensor> state() {
        return Map.of(NAME, DoubleTensor.vector(seen));
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        double[] saved = state.readDoubles(NAME);
        if (saved.length != seen.length) {
            throw new InputException(
                    "%s: %d predictions, expected %d".formatted(state.path(), saved.length, seen.length));
        }
        System.arraycopy(saved, 0, seen, 0, saved.length);
    }
}
