package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a literal of Python: strings, numbers, {@code True}, {@code None}, lists, tuples and dictionaries of such. */
public final class PythonLiteral {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:([bBuU]?(?:'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"))|([-+]?\\d[\\d_.]*(?:[eE][-+]?\\d+)?|\\w+)|([\\[\\](){}:,]))",
            Pattern.DOTALL);

    private final String source;
    private final Matcher tokens;
    private int position;
    private String token = "";

    private PythonLiteral(String source) {
        this.source = source;
        this.tokens = TOKEN.matcher(source);
    }

    /**
     * The value of a literal.
     *
     * @throws EvaluationException if the text is none
     */
    public static Value parse(String text) {
        PythonLiteral literal = new PythonLiteral(text.strip());
        literal.advance();
        Value value = literal.value();
        if (!literal.token.isEmpty()) {
            throw literal.unexpected("the end");
        }
        return value;
    }

    private void advance() {
        tokens.region(position, source.length());
        if (tokens.lookingAt()) {
            position = tokens.end();
            token = tokens.group().strip();
        } else if (source.substring(position).isBlank()) {
            token = "";
        } else {
            throw unexpected("a literal");
        }
    }

    private Value value() {
        String first = token;
        advance();
        return switch (first) {
            case "[" -> new Value.Sequence(items("]"));
            case "(" -> tuple();
            case "{" -> mapping();
            case "True" -> Values.TRUE;
            case "False" -> Values.FALSE;
            case "None" -> Values.NONE;
            default -> first.endsWith("'") || first.endsWith("\"") ? text(first) : number(first);
        };
    }

    /** Strings that follow each other are one. */
    private Value text(String first) {
        StringBuilder text = new StringBuilder(unquoted(first));
        while (token.endsWith("'") || token.endsWith("\"")) {
            text.append(unquoted(token));
            advance();
        }
        return Values.of(text.toString());
    }

    private static String unquoted(String quoted) {
        int start = Character.isLetter(quoted.charAt(0)) ? 2 : 1;
        return Escapes.resolve(quoted.substring(start, quoted.length() - 1), 1);
    }

    private Value number(String digits) {
        try {
            return digits.matches("[-+]?\\d+")
                    ? Values.of(Long.parseLong(digits))
                    : new Value.Real(Double.parseDouble(digits));
        } catch (NumberFormatException e) {
            throw unexpected("a literal");
        }
    }

    private Value tuple() {
        if (token.equals(")")) {
            advance();
            return new Value.Sequence(List.of(), true);
        }
        Value first = value();
        if (token.equals(")")) {
            advance();
            return first;
        }
        take(",");
        List<Value> items = new ArrayList<>(List.of(first));
        items.addAll(items(")"));
        return new Value.Sequence(items, true);
    }

    private List<Value> items(String end) {
        List<Value> items = new ArrayList<>();
        while (!token.equals(end)) {
            items.add(value());
            if (!token.equals(end)) {
                take(",");
            }
        }
        advance();
        return items;
    }

    private Value mapping() {
        Map<Value, Value> entries = new LinkedHashMap<>();
        while (!token.equals("}")) {
            Value key = value();
            take(":");
            entries.put(key, value());
            if (!token.equals("}")) {
                take(",");
            }
        }
        advance();
        return new Value.Mapping(entries);
    }

    private void take(String expected) {
        if (!token.equals(expected)) {
            throw unexpected("'" + expected + "'");
        }
        advance();
    }

    private EvaluationException unexpected(String expected) {
        String found = token.isEmpty() ? "its end" : "'" + token + "'";
        return new EvaluationException("not a literal of Python: expected %s, found %s in front of position %d"
                .formatted(expected, found, position));
    }
}
