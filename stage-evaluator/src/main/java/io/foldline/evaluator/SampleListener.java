package io.foldline.evaluator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Hears all about the items that were measured. */
@FunctionalInterface
public interface SampleListener {
    /** Does not listen. */
    SampleListener NONE = (item, sample) -> {};

    /**
     * Hears of one.
     *
     * @param item its number, from 0
     * @param sample in the form in which lm-evaluation-harness logs samples, but for the number
     */
    void sample(int item, ObjectNode sample) throws IOException;
}
