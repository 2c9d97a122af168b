package io.foldline.evaluator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a task that says where its items are, in parts.
 *
 * @param prefix such as {@code images:}
 * @param location of the items, as it was given
 * @param columns of tables of pictures, {@code #LABEL} or {@code #IMAGE:LABEL}; empty where none are named
 */
public record LocatedTask(String prefix, String location, String columns) {
    private static final Pattern TEXTS = Pattern.compile("(" + PerplexityTask.PREFIX + ")(.+)()");
    /** Columns are behind the last {@code #}, in the last part of a path. */
    private static final Pattern PICTURES = Pattern.compile("(" + ImageTask.PREFIX + ")(.+?)(#[^#/]+)?");

    /** The parts of a name; empty if it names no location. */
    public static Optional<LocatedTask> of(String name) {
        Matcher matcher = (name.startsWith(ImageTask.PREFIX) ? PICTURES : TEXTS).matcher(name);
        return matcher.matches()
                ? Optional.of(new LocatedTask(
                        matcher.group(1),
                        matcher.group(2),
                        Optional.ofNullable(matcher.group(3)).orElse("")))
                : Optional.empty();
    }

    /** The same task with its items elsewhere. */
    public LocatedTask at(String place) {
        return new LocatedTask(prefix, place, columns);
    }

    /** Whether its items are pictures, not texts. */
    public boolean ofPictures() {
        return prefix.equals(ImageTask.PREFIX);
    }

    /** The whole name. */
    public String name() {
        return prefix + location + columns;
    }
}
