package io.foldline.model.image;

/**
 * Size of a picture in pixels.
 *
 * @param height comes first, as in transformers
 */
record Size(int height, int width) {
    @Override
    public String toString() {
        return height + "×" + width;
    }
}
