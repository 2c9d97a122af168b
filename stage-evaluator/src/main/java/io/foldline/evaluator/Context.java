package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * What items are encoded for.
 *
 * @param tokenizer the model's
 * @param length tokens that the model may see at once
 */
record Context(Tokenizer tokenizer, int length) {
    /**
     * @param maxLength tokens that the user allows; null: the positions of the model
     * @param positions tokens that the model can see at once
     */
    static Context of(Tokenizer tokenizer, @Nullable Integer maxLength, int positions) {
        return new Context(tokenizer, length(maxLength, positions));
    }

    static int length(@Nullable Integer maxLength, int positions) {
        if (maxLength == null) {
            return positions;
        }
        if (maxLength < 2 || maxLength > positions) {
            throw new InputException("maximum length of " + maxLength + " tokens for the evaluation: the model has "
                    + positions + " positions; choose 2 to " + positions);
        }
        return maxLength;
    }
}
