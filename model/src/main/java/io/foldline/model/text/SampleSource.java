package io.foldline.model.text;

import io.foldline.checkpoint.InputException;

/**
 * One of the sources that a calibration set is drawn from.
 *
 * @param location of texts as {@link TextReader} reads them
 * @param column column that holds the text; ignored for plain text
 * @param weight share of the samples, relative to the other sources; positive and finite
 */
public record SampleSource(String location, String column, double weight) {
    /** @throws InputException if the weight is none */
    public SampleSource {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new InputException("%s: weight %s: expected a positive number.".formatted(location, weight));
        }
    }
}
