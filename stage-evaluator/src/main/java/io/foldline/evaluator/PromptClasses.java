package io.foldline.evaluator;

import io.foldline.model.TextTower;
import io.foldline.model.TokenBatch;
import io.foldline.model.text.Batch;
import io.foldline.model.text.Batches;
import io.foldline.model.text.Tokenizer;
import java.io.IOException;
import java.util.List;

/**
 * Classes by what a picture of them is called (zero-shot classification, Radford et al., arXiv:2103.00020): the class whose
 * prompt has features in the direction closest to those of the picture.
 *
 * @param labels names of the classes
 * @param directions features of the prompt of each class, of length 1
 */
record PromptClasses(List<String> labels, List<double[]> directions) implements Classes {
    private static final String PROMPT = "a photo of a %s";

    static PromptClasses of(TextTower tower, Tokenizer tokenizer, List<String> labels) throws IOException {
        List<int[]> prompts = labels.stream()
                .map(label -> tokenizer.encode(PROMPT.formatted(label)))
                .toList();
        double[][] directions = new double[labels.size()][];
        for (Batch batch : Batches.plan(prompts, Batches.TOKEN_BUDGET)) {
            float[][] features = tower.features(new TokenBatch(batch.ids().toArray(int[][]::new)));
            for (int i = 0; i < features.length; i++) {
                directions[batch.samples().get(i)] = direction(features[i]);
            }
        }
        return new PromptClasses(labels, List.of(directions));
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
    public int number(String label) {
        return labels.indexOf(label);
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
