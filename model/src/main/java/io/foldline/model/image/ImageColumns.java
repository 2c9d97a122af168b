package io.foldline.model.image;

/**
 * The columns of a table of pictures.
 *
 * @param image of the pictures; empty: {@code image}, else {@code img}, else the only one that holds pictures
 * @param label of the classes; empty: the one that is called so, also in the plural, else the only
 *     one whose values have names
 */
public record ImageColumns(String image, String label) {
    /** Whatever is called as usual. */
    public static final ImageColumns USUAL = new ImageColumns("", "");
}
