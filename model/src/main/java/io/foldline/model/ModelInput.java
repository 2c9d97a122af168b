package io.foldline.model;

/** Sequences that go through a model together: of the tokens of texts, or of the patches of images. */
public sealed interface ModelInput permits TokenBatch, ImageBatch {
    /** Number of sequences. */
    int size();

    /** Length of the longest sequence, to which the others are padded, in tokens. */
    int length();

    /** Some of the sequences, from one position (inclusive) to another (exclusive). */
    ModelInput part(int first, int end);

    /** Number of tokens of all sequences, padding not counted. */
    long realTokens();

    /** Where the real tokens are in a tensor flattened to (size × length) rows, sequence by sequence, ascending. */
    long[] realIndices();

    /**
     * Where the token that stands for all of a sequence is, in a tensor flattened to (size × length) rows: of a text the
     * last, which alone has seen all others; of an image the class token, which the model's output is made of.
     */
    long[] summaryIndices();
}
