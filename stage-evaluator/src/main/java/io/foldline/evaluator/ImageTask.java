package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.Architecture;
import io.foldline.model.image.ImageColumns;
import io.foldline.model.image.ImageLabel;
import io.foldline.model.image.ImageSource;
import io.foldline.passes.ModelUse;
import io.foldline.storage.Place;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Classification of pictures: the share whose class the model gives the highest value. Of a folder the classes are taken in
 * turn, so that a limit leaves pictures of all of them; of tables the rows in their order.
 *
 * @param located where the pictures are
 */
record ImageTask(LocatedTask located) implements EvaluationTask {
    static final String PREFIX = "images:";
    private static final Metric ACCURACY = Metric.mean("acc", Sums.CORRECT);

    @Override
    public String name() {
        return located.name();
    }

    @Override
    public List<Metric> metrics() {
        return List.of(ACCURACY);
    }

    @Override
    public int count(int limit) throws IOException {
        ImageSource images = images();
        int count = images.count(limit);
        for (int i = 0; i < count; i++) {
            images.label(i);
        }
        return count;
    }

    @Override
    public void requireModel(String model, int limit) throws IOException {
        Architecture architecture = ModelUse.architecture(model);
        if (architecture.patches() == null) {
            throw new InputException("%s: a task of pictures, but model_type %s is a model of texts"
                    .formatted(name(), architecture.modelType()));
        }
        Optional<HeadClasses> head = Classes.check(
                Place.of(model).description(), Place.of(model).config().json());
        if (head.isPresent()) {
            requireClasses(images(), head.get(), limit);
        } else {
            requireNames(images());
        }
    }

    private static void requireNames(ImageSource images) throws IOException {
        ImageLabel first = images.label(0);
        if (images.classes().isEmpty()) {
            throw new InputException(
                    "%s: class %s has no name, and this model is asked by names; take a column of strings, or a file whose metadata names the classes, as Python's datasets writes it"
                            .formatted(first.where(), first.name()));
        }
    }

    private static void requireClasses(ImageSource images, Classes classes, int limit) throws IOException {
        Set<String> known = new HashSet<>();
        int count = images.count(limit);
        for (int i = 0; i < count; i++) {
            ImageLabel label = images.label(i);
            if (known.add(label.name() + label.number())) {
                classes.number(label);
            }
        }
    }

    @Override
    public String digest() throws IOException {
        return images().digest();
    }

    @Override
    public long tokensPerItem(int length) {
        return length;
    }

    /** @throws InputException if there are no pictures */
    ImageSource images() throws IOException {
        return ImageSource.open(located.location(), columns());
    }

    /** What is named behind the place. */
    ImageColumns columns() {
        String given = located.columns().isEmpty() ? "" : located.columns().substring(1);
        int colon = given.indexOf(':');
        return new ImageColumns(colon < 0 ? "" : given.substring(0, colon), given.substring(colon + 1));
    }
}
