package io.foldline.model.text.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the inside of a tag into tokens, up to its end. */
final class TagLexer {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<space>\\s+)"
                    + "|(?<float>(?<!\\.)[0-9][0-9_]*(?:\\.[0-9][0-9_]*(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+))"
                    + "|(?<integer>[0-9][0-9_]*)"
                    + "|(?<name>[\\w]+)"
                    + "|(?<string>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
                    + "|(?<operator>//|\\*\\*|==|!=|>=|<=|[+\\-/*%~\\[\\](){}><=.:|,;])",
            Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);

    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private final String source;
    private final String closing;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private int position;
    private int line;
    private char endSign = ' ';

    /** @param closing what ends the tag */
    TagLexer(String source, int position, int line, String closing) {
        this.source = source;
        this.position = position;
        this.line = line;
        this.closing = closing;
        read();
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Where the tag ends. */
    int end() {
        return position;
    }

    /** {@code -} or {@code +} where one stands in front of the end of the tag, else a space. */
    char endSign() {
        return endSign;
    }

    private void read() {
        int begin = line;
        Matcher matcher = TOKEN.matcher(source);
        while (!atEnd()) {
            if (position >= source.length()) {
                throw new JinjaException(begin, "unexpected end of template, expected '%s'".formatted(closing));
            }
            matcher.region(position, source.length());
            if (!matcher.lookingAt()) {
                throw new JinjaException(
                        line,
                        "unexpected char %s"
                                .formatted(PythonRepr.of(Values.of(source.substring(position, position + 1)))));
            }
            take(matcher);
            line += (int) matcher.group().chars().filter(c -> c == '\n').count();
            position = matcher.end();
        }
    }

    private boolean atEnd() {
        if (!open.isEmpty()) {
            return false;
        }
        int sign = position < source.length() && "-+".indexOf(source.charAt(position)) >= 0 ? 1 : 0;
        boolean signed = sign == 1 && (source.charAt(position) == '-' || closing.equals("%}"));
        if (signed && source.startsWith(closing, position + 1)) {
            endSign = source.charAt(position);
            position += 1 + closing.length();
            return true;
        }
        if (source.startsWith(closing, position)) {
            position += closing.length();
            return true;
        }
        return false;
    }

    private void take(Matcher matcher) {
        String text = matcher.group();
        if (matcher.group("operator") != null) {
            balance(text);
            tokens.add(new Token(Token.Kind.OPERATOR, text, line));
        } else if (matcher.group("name") != null) {
            tokens.add(new Token(Token.Kind.NAME, text, line));
        } else if (matcher.group("string") != null) {
            tokens.add(new Token(Token.Kind.STRING, Escapes.resolve(text.substring(1, text.length() - 1), line), line));
        } else if (matcher.group("space") == null) {
            boolean integer = matcher.group("integer") != null;
            tokens.add(new Token(integer ? Token.Kind.INTEGER : Token.Kind.FLOAT, text.replace("_", ""), line));
        }
    }

    private void balance(String operator) {
        if (OPENING.contains(operator)) {
            open.push(CLOSING.charAt(OPENING.indexOf(operator)));
        } else if (CLOSING.contains(operator)) {
            if (open.isEmpty() || open.pop() != operator.charAt(0)) {
                throw new JinjaException(line, "unexpected '%s'".formatted(operator));
            }
        }
    }
}
