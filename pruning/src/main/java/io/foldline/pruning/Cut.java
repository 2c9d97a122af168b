package io.foldline.pruning;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One contiguous run of removed blocks: block {@code kept} stays, blocks {@code kept + 1} to {@code kept + removed} go.
 *
 * @param kept 0-based index, in the dense model, of the block in front of the removed ones
 * @param removed number of removed blocks, at least 1
 */
public record Cut(int kept, int removed) {
    private static final Pattern SYNTAX = Pattern.compile("\\s*(\\d{1,9})\\s*:\\s*(\\d{1,9})\\s*");

    /** @throws InputException if {@code kept} is negative or nothing is removed */
    public Cut {
        if (kept < 0) {
            throw new InputException("Cut %d:%d: the kept block is %d, expected at least 0: the first block cannot go."
                    .formatted(kept, removed, kept));
        }
        if (removed < 1) {
            throw new InputException(
                    "Cut %d:%d removes %d blocks, expected at least 1.".formatted(kept, removed, removed));
        }
    }

    /**
     * Reads {@code KEPT:N}, such as {@code 20:8}, which removes blocks 21 to 28.
     *
     * @throws InputException if the text has another form
     */
    public static Cut parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new InputException(
                    "Cut \"%s\": expected KEPT:N, such as 20:8, which keeps block 20 and removes blocks 21 to 28."
                            .formatted(text));
        }
        return new Cut(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Every cut of {@code removed} blocks in a model of {@code blocks} blocks, by ascending kept block. */
    public static List<Cut> candidates(int blocks, int removed) {
        return IntStream.range(0, blocks - removed)
                .mapToObj(kept -> new Cut(kept, removed))
                .toList();
    }

    /** First removed block. */
    public int first() {
        return kept + 1;
    }

    /** Last removed block; its output is what the fold has to meet. */
    public int last() {
        return kept + removed;
    }

    /** Whether this cut removes {@code block}. */
    public boolean removes(int block) {
        return first() <= block && block <= last();
    }

    /** In words: {@code removes 21–28 (8 of 32), folded into 20}; without the fold, {@code removes 21–28 (8 of 32)}. */
    public String describe(int blocks, boolean folds) {
        String range = removed == 1 ? Integer.toString(first()) : first() + "–" + last();
        String what = "removes %s (%d of %d)".formatted(range, removed, blocks);
        return folds ? what + ", folded into " + kept : what;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return kept + ":" + removed;
    }
}
