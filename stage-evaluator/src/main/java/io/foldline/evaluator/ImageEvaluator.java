package io.foldline.evaluator;

import io.foldline.model.ComputeOptions;
import io.foldline.model.ImageBatch;
import io.foldline.model.Patches;
import io.foldline.model.SampleBatch;
import io.foldline.model.VisionModel;
import io.foldline.model.image.ImageProcessing;
import io.foldline.model.image.ImageSource;
import io.foldline.model.text.ItemRange;
import io.foldline.passes.BatchLoop;
import io.foldline.stage.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Measures a vision model on pictures with classes.
 *
 * @param folder checkpoint folder of the model
 * @param options how its tower of texts is computed, if it has one
 */
record ImageEvaluator(VisionModel model, Path folder, ComputeOptions options) {
    /** Measures a range of pictures, see {@link Evaluator#measure}. */
    Measures measure(ImageTask task, ItemRange range, BatchLoop loop, ProgressListener progress) throws IOException {
        ImageSource images = task.images();
        Classes classes = Classes.of(folder, options, images.classes());
        int[] expected = new int[range.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = classes.number(images.label(range.first() + i));
        }
        Predictions predictions = new Predictions(model, classes, range.first(), range.size());
        loop.run(
                batches(images, range),
                predictions,
                batches -> progress.progress(predictions.done(), range.size(), "items"));
        return Measures.of(
                task.metrics().get(0),
                IntStream.range(0, expected.length)
                        .mapToObj(i -> Sums.ofItem(Map.of(Sums.CORRECT, predictions.at(i) == expected[i] ? 1.0 : 0.0)))
                        .toList());
    }

    /** The pictures of a range, which are read as their batch comes. */
    List<SampleBatch> batches(ImageSource images, ItemRange range) throws IOException {
        ImageProcessing processing = ImageProcessing.load(folder);
        List<ImageBatch.Image> items = IntStream.range(range.first(), range.end())
                .<ImageBatch.Image>mapToObj(i -> () -> processing.apply(images.read(i), images.name(i)))
                .toList();
        Patches patches = Objects.requireNonNull(model.architecture().patches());
        return SampleBatch.plan(patches, items, range.first());
    }
}
