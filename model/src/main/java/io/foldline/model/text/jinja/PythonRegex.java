package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression as Python's module {@code re} understands it. */
public final class PythonRegex {
    private static final Pattern REFERENCE = Pattern.compile("\\\\(?:(\\d{1,2})|g<(\\w+)>|(.))", Pattern.DOTALL);

    /** {@code \\s} outside of an escape, and {@code \\S}. */
    private static final Pattern SPACE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\([sS])");

    /** White space as {@code str.isspace} knows it. */
    private static final String SPACES =
            " \\t-\\r\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

    private final Pattern pattern;

    private PythonRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws EvaluationException if it is none */
    static PythonRegex compile(String regex) {
        try {
            return of(regex);
        } catch (PatternSyntaxException e) {
            throw new EvaluationException("'%s' is no regular expression: %s".formatted(regex, e.getDescription()));
        }
    }

    /** @throws PatternSyntaxException if it is none */
    public static PythonRegex of(String regex) {
        String java = regex.replace("(?P<", "(?<").replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>");
        String spaced = SPACE.matcher(java)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + (match.group(2).equals("s") ? "[" : "[^") + SPACES));
        return new PythonRegex(Pattern.compile(spaced, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES));
    }

    /** {@code re.sub}; all are replaced where {@code count} is 0. */
    public String replace(String text, String replacement, int count) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder replaced = new StringBuilder();
        for (int i = 0; (count == 0 || i < count) && matcher.find(); i++) {
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(expand(replacement, matcher)));
        }
        return matcher.appendTail(replaced).toString();
    }

    private static String expand(String replacement, Matcher match) {
        return REFERENCE.matcher(replacement).replaceAll(reference -> {
            String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
            if (name == null) {
                return Matcher.quoteReplacement(Escapes.resolve(reference.group(), 1));
            }
            boolean number = name.chars().allMatch(Character::isDigit);
            String group = number ? match.group(Integer.parseInt(name)) : match.group(name);
            return Matcher.quoteReplacement(group == null ? "" : group);
        });
    }

    /** {@code re.findall}: of each match its groups, empty where one took no part, or the whole match where there are none. */
    public List<List<String>> findAll(String text) {
        List<List<String>> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            List<String> groups = new ArrayList<>();
            for (int i = Math.min(1, matcher.groupCount()); i <= matcher.groupCount(); i++) {
                String group = matcher.group(i);
                groups.add(group == null ? "" : group);
            }
            found.add(groups);
        }
        return found;
    }
}
