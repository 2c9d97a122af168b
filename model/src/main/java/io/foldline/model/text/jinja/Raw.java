package io.foldline.model.text.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tag that begins or ends a raw block.
 *
 * @param end where the tag ends
 * @param strips whether space behind it goes
 * @param keeps whether a line break behind it stays
 */
record Raw(int end, boolean strips, boolean keeps) {
    private static final Pattern TAG = Pattern.compile("\\s*(raw|endraw)\\s*([-+]?)%}");

    /** The tag of that word, if its inside begins at {@code position}. */
    static @Nullable Raw at(String source, int position, String word) {
        Matcher tag = TAG.matcher(source).region(position, source.length());
        if (!tag.lookingAt() || !tag.group(1).equals(word)) {
            return null;
        }
        return new Raw(tag.end(), tag.group(2).equals("-"), tag.group(2).equals("+"));
    }
}
