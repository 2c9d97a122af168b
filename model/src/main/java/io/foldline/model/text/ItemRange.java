package io.foldline.model.text;

/**
 * A range of consecutive samples or items.
 *
 * @param first 0-based, inclusive
 * @param end exclusive
 */
public record ItemRange(int first, int end) {
    /** Number of items. */
    public int size() {
        return end - first;
    }
}
