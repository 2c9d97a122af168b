package io.foldline.evaluator;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Undoes the tokenization of WikiText, step by step as lm-evaluation-harness does in its task wikitext (version 2.0),
 * so that the figures can be compared.
 */
final class WikitextDetokenizer {
    /** White space as Python's {@code \s} knows it. */
    static final String SPACE =
            "[ \\t-\\r\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

    private record Literal(String from, String to) {}

    private record Paired(Pattern pattern, String replacement) {
        static Paired of(String open, String close) {
            Pattern pattern = Pattern.compile(open + SPACE + "*([^" + close + "]*?)" + SPACE + "*" + close);
            return new Paired(pattern, open + "$1" + close);
        }
    }

    /** A slip in the harness, kept: the slashes are taken as part of the text. */
    private static final Pattern SLASHED = Pattern.compile("/' [0-9]/");

    private static final List<Literal> BEFORE = List.of(
            new Literal(" @-@ ", "-"),
            new Literal(" @,@ ", ","),
            new Literal(" @.@ ", "."),
            new Literal(" : ", ": "),
            new Literal(" ; ", "; "),
            new Literal(" . ", ". "),
            new Literal(" ! ", "! "),
            new Literal(" ? ", "? "),
            new Literal(" , ", ", "));

    private static final List<Paired> PAIRS = List.of(
            Paired.of("\\(", "\\)"),
            Paired.of("\\[", "\\]"),
            Paired.of("\\{", "\\}"),
            Paired.of("\"", "\""),
            Paired.of("'", "'"));

    private static final List<Literal> AFTER = List.of(
            new Literal("= = = =", "===="),
            new Literal("= = =", "==="),
            new Literal("= =", "=="),
            new Literal(" ° ", "°"),
            new Literal(" \n", "\n"),
            new Literal("\n ", "\n"),
            new Literal(" N ", " 1 "),
            new Literal(" 's", "'s"));

    private WikitextDetokenizer() {}

    static String detokenize(String page) {
        String text = SLASHED.matcher(page.replace("s '", "s'")).replaceAll("/'[0-9]/");
        text = replace(text, BEFORE);
        for (Paired pair : PAIRS) {
            text = pair.pattern().matcher(text).replaceAll(pair.replacement());
        }
        return replace(text, AFTER);
    }

    private static String replace(String text, List<Literal> literals) {
        String replaced = text;
        for (Literal literal : literals) {
            replaced = replaced.replace(literal.from(), literal.to());
        }
        return replaced;
    }
}
