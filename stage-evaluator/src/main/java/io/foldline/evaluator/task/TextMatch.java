package io.foldline.evaluator.task;

import io.foldline.model.text.jinja.PythonRegex;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;

/**
 * When two texts are the same.
 *
 * @param ignored what is left out of both first
 */
public record TextMatch(
        List<PythonRegex> ignored, boolean ignoreCase, boolean ignorePunctuation, boolean ignoreNumbers) {
    /** {@code string.punctuation} of Python. */
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    public TextMatch {
        ignored = List.copyOf(ignored);
    }

    static TextMatch read(YamlFields entry) {
        try {
            return new TextMatch(
                    entry.texts("regexes_to_ignore").stream()
                            .map(PythonRegex::of)
                            .toList(),
                    entry.flag("ignore_case", false),
                    entry.flag("ignore_punctuation", false),
                    entry.flag("ignore_numbers", false));
        } catch (PatternSyntaxException e) {
            throw entry.wrong("regexes_to_ignore", "regular expressions", e.getDescription());
        }
    }

    /** Whether the texts are the same. */
    public boolean same(String one, String other) {
        return reduced(one).equals(reduced(other));
    }

    private String reduced(String text) {
        String reduced = text;
        for (PythonRegex regex : ignored) {
            reduced = regex.replace(reduced, "", 0);
        }
        if (ignoreCase) {
            reduced = reduced.toLowerCase(Locale.ROOT);
        }
        if (ignorePunctuation) {
            reduced = without(reduced, PUNCTUATION);
        }
        return ignoreNumbers ? without(reduced, "0123456789") : reduced;
    }

    private static String without(String text, String characters) {
        return text.codePoints()
                .filter(c -> characters.indexOf(c) < 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
