package io.foldline.model;

/**
 * Sizes of a model's attention.
 *
 * @param keyValueHeads divides {@code heads}
 * @param headWidth size of one head; {@code heads * headWidth} need not be the model's width
 * @param rotatedWidth how many of a head's dimensions, the first ones, are rotated; even
 * @param scale what the product of query and key is multiplied by
 * @param softcap bound of the logits, by tanh; 0: none
 */
record Attention(int heads, int keyValueHeads, int headWidth, int rotatedWidth, double scale, double softcap) {
    /** Size of all queries of a token. */
    int queryWidth() {
        return heads * headWidth;
    }

    /** Size of all keys, or of all values, of a token. */
    int keyWidth() {
        return keyValueHeads * headWidth;
    }

    /** Queries to a key. */
    int group() {
        return heads / keyValueHeads;
    }
}
