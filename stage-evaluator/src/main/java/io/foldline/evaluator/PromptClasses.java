package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.TextTower;
import io.foldline.model.TokenBatch;
import io.foldline.model.image.ImageLabel;
import io.foldline.model.text.Batch;
import io.foldline.model.text.Batches;
import io.foldline.model.text.Tokenizer;
import java.io.IOException;
import java.util.List;

/**
 * Classes by what a picture of them is called (zero-shot classification, Radford et al., arXiv:2103.00020): the class whose
 * prompt has features in the direction closest to those of the picture.
 *
 * @param names of the classes
 * @param directions features of the prompt of each class, of length 1
 */
record PromptClasses(List<String> names, List<double[]> directions) implements Classes {
    private static final String PROMPT = "a photo of a %s";

    static PromptClasses of(TextTower tower, Tokenizer tokenizer, List<String> names) throws IOException {
        List<int[]> prompts = names.stream()
                .map(name -> tokenizer.encode(PROMPT.formatted(name)))
                .toList();
        double[][] directions = new double[names.size()][];
        for (Batch batch : Batches.plan(prompts, Batches.TOKEN_BUDGET)) {
            float[][] features = tower.features(new TokenBatch(batch.ids().toArray(int[][]::new)));
            for (int i = 0; i < features.length; i++) {
                directions[batch.samples().get(i)] = direction(features[i]);
            }
        }
        return new PromptClasses(names, List.of(directions));
    }

    private static double[] direction(float[] features) {
        double squares = 0;
        for (float feature : features) {
            squares += (double) feature * feature;
        }
        double[] direction = new double[features.length];
        for (int i = 0; i < features.length; i++) {
            direction[i] = features[i] / Math.sqrt(squares);
        }
        return direction;
    }

    @Override
    public int number(ImageLabel label) {
        int number = names.indexOf(label.name());
        if (number < 0) {
            throw new InputException(
                    "%s: no class \"%s\" among those that the model is asked by: were the pictures changed during the run?"
                            .formatted(label.where(), label.name()));
        }
        return number;
    }

    /** The length of the picture's features is the same for all classes, so it does not matter. */
    @Override
    public int seen(float[] outputs) {
        int closest = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < directions.size(); i++) {
            double[] direction = directions.get(i);
            double similarity = 0;
            for (int j = 0; j < direction.length; j++) {
                similarity += direction[j] * outputs[j];
            }
            if (similarity > highest) {
                highest = similarity;
                closest = i;
            }
        }
        return closest;
    }
}
