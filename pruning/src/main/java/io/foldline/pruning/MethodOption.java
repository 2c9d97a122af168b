package io.foldline.pruning;

/**
 * Something that a method or a selector can be told beyond its name.
 *
 * @param name as the user gives it
 * @param fallback the value where none is given
 * @param range what the value may be
 * @param description one sentence
 */
public record MethodOption(String name, String fallback, OptionRange range, String description) {
    public MethodOption {
        if (!range.contains(fallback)) {
            throw new IllegalArgumentException("option %s: its default %s is not %s".formatted(name, fallback, range));
        }
    }
}
