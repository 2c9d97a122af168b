package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.Architecture;
import io.foldline.model.image.ImageFolder;
import io.foldline.passes.ModelUse;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Classification of pictures: the share whose class the model gives the highest logit. The classes are taken in turn, so
 * that a limit leaves pictures of all of them.
 *
 * @param folder path or {@code file:} URI of a folder with a subfolder a class
 */
record ImageTask(String folder) implements EvaluationTask {
    static final String PREFIX = "images:";
    private static final Metric ACCURACY = Metric.higher("acc");

    @Override
    public String name() {
        return PREFIX + folder;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(ACCURACY);
    }

    @Override
    public int count(int limit) throws IOException {
        return Math.min(limit, images().count());
    }

    @Override
    public void requireModel(String model) throws IOException {
        Architecture architecture = ModelUse.architecture(model);
        if (architecture.patches() == null) {
            throw new InputException("%s: a task of pictures, but model_type %s is a model of texts"
                    .formatted(name(), architecture.modelType()));
        }
        Path description = Place.of(model).description();
        Classes.check(description, Place.of(model).config().json(), images().labels());
    }

    @Override
    public String digest() throws IOException {
        ImageFolder images = images();
        return images.digest(IntStream.range(0, images.count()).boxed().toList());
    }

    @Override
    public long tokensPerItem(int length) {
        return length;
    }

    /** @throws InputException if there are no pictures, or they have no classes */
    ImageFolder images() throws IOException {
        ImageFolder images = ImageFolder.open(folder).interleaved();
        if (images.labels().isEmpty()) {
            throw new InputException(
                    name() + ": the pictures have no classes; put those of each class into a subfolder of its name");
        }
        return images;
    }

    @Override
    public Map<String, Double> values(Sums sums) {
        if (sums.items() == 0) {
            throw new InputException(name() + ": no picture, so nothing can be measured");
        }
        return Map.of(ACCURACY.name(), sums.get(Sums.CORRECT) / sums.items());
    }
}
