package io.foldline.storage.dataset;

import io.foldline.checkpoint.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths: {@code *} and {@code ?} stand for characters other than a slash, {@code [...]} for one of some,
 * {@code **} for anything, and {@code **}{@code /} for any number of folders, none included.
 */
final class Glob {
    private static final Pattern TOKEN = Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?|\\[(!?)([^]]+)]|[^*?\\[]+|\\[");
    private static final Pattern MAGIC = Pattern.compile("[*?\\[]");

    private final Pattern pattern;

    /** @throws InputException if it is no pattern */
    Glob(String glob) {
        StringBuilder regex = new StringBuilder();
        Matcher token = TOKEN.matcher(glob);
        while (token.find()) {
            regex.append(
                    switch (token.group()) {
                        case "**/" -> "(?:.*/)?";
                        case "**" -> ".*";
                        case "*" -> "[^/]*";
                        case "?" -> "[^/]";
                        default ->
                            token.group(2) == null
                                    ? Pattern.quote(token.group())
                                    : characters(!token.group(1).isEmpty(), token.group(2));
                    });
        }
        try {
            pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new InputException("%s: not a pattern of files: %s".formatted(glob, e.getDescription()), e);
        }
    }

    private static String characters(boolean others, String given) {
        return "(?!/)[" + (others ? "^" : "") + given.replaceAll("[\\\\\\[&^]", "\\\\$0") + "]";
    }

    /** Whether a text is a pattern, not just a path. */
    static boolean isPattern(String text) {
        return MAGIC.matcher(text).find();
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
