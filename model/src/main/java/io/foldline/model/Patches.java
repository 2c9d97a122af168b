package io.foldline.model;

/**
 * How a model cuts images into tokens: square patches, row by row, behind one class token (Dosovitskiy et al.,
 * arXiv:2010.11929).
 *
 * @param imageSize height and width of an image, in pixels
 * @param patchSize height and width of a patch, in pixels; pixels that fill no patch at the right and lower edge are not
 *     seen
 */
public record Patches(int imageSize, int patchSize) {
    /** Colours of a pixel. */
    public static final int CHANNELS = 3;

    /** Number of tokens of an image: its patches and the class token. */
    public int tokens() {
        int edge = imageSize / patchSize;
        return edge * edge + 1;
    }

    /** Number of values of an image. */
    int values() {
        return CHANNELS * imageSize * imageSize;
    }
}
