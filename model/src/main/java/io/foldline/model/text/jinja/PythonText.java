package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Strings as Python handles them, by code points. */
final class PythonText {
    private PythonText() {}

    /** What {@code str.isspace} calls a space. */
    static boolean isSpace(int c) {
        return c == ' '
                || (c >= 0x09 && c <= 0x0D)
                || (c >= 0x1C && c <= 0x1F)
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    static String stripStart(String text, IntPredicate drop) {
        int start = 0;
        while (start < text.length() && drop.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        return text.substring(start);
    }

    static String stripEnd(String text, IntPredicate drop) {
        int end = text.length();
        while (end > 0 && drop.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }

    /** The order of the code points. */
    static int compare(String left, String right) {
        int[] one = left.codePoints().toArray();
        int[] other = right.codePoints().toArray();
        return Arrays.compare(one, other);
    }

    /** {@code str.splitlines}: ends of lines are left out. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (endsLine(c)) {
                lines.add(text.substring(start, i));
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    private static boolean endsLine(char c) {
        return (c >= '\n' && c <= '\r') || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** The words of a text, which spaces of any number separate; what is left after {@code limit} cuts stays whole. */
    static List<String> words(String text, int limit) {
        List<String> words = new ArrayList<>();
        String rest = stripStart(text, PythonText::isSpace);
        while (!rest.isEmpty()) {
            int end = 0;
            while (end < rest.length() && !isSpace(rest.codePointAt(end))) {
                end += Character.charCount(rest.codePointAt(end));
            }
            if (limit >= 0 && words.size() == limit) {
                words.add(rest);
                return words;
            }
            words.add(rest.substring(0, end));
            rest = stripStart(rest.substring(end), PythonText::isSpace);
        }
        return words;
    }

    /** The parts of a text between separators, cut at most {@code limit} times. */
    static List<String> parts(String text, String separator, int limit) {
        if (separator.isEmpty()) {
            throw new EvaluationException("empty separator");
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        int end = text.indexOf(separator);
        while (end >= 0 && (limit < 0 || parts.size() < limit)) {
            parts.add(text.substring(start, end));
            start = end + separator.length();
            end = text.indexOf(separator, start);
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The parts of a text between separators, cut at most {@code limit} times, from its end. */
    static List<String> partsFromEnd(String text, String separator, int limit) {
        List<String> parts = parts(text, separator, -1);
        if (limit < 0 || parts.size() <= limit + 1) {
            return parts;
        }
        int whole = parts.size() - limit;
        List<String> last = new ArrayList<>();
        last.add(String.join(separator, parts.subList(0, whole)));
        last.addAll(parts.subList(whole, parts.size()));
        return last;
    }

    /** Replaces the first {@code limit} occurrences, all where it is negative. */
    static String replace(String text, String old, String replacement, int limit) {
        if (limit < 0) {
            return text.replace(old, replacement);
        }
        StringBuilder replaced = new StringBuilder();
        int start = 0;
        for (int count = 0; count < limit; count++) {
            int at = text.indexOf(old, start + (old.isEmpty() && count > 0 ? 1 : 0));
            if (at < 0) {
                break;
            }
            replaced.append(text, start, at).append(replacement);
            start = at + old.length();
        }
        return replaced.append(text.substring(start)).toString();
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /**
     * Every word with a capital, the rest in lower case.
     *
     * @param separates what stands between words
     */
    static String title(String text, IntPredicate separates) {
        StringBuilder title = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            String each = Character.toString(text.codePointAt(i));
            title.append(inside ? each.toLowerCase(Locale.ROOT) : each.toUpperCase(Locale.ROOT));
            inside = !separates.test(text.codePointAt(i));
        }
        return title.toString();
    }
}
