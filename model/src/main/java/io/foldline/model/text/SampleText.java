package io.foldline.model.text;

/**
 * A text as the model reads it.
 *
 * @param rendered whether a chat template made it, which has written the special tokens already
 */
public record SampleText(String text, boolean rendered) {}
