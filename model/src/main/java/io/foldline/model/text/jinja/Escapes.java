package io.foldline.model.text.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes in string literals, as Python has them. */
final class Escapes {
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))", Pattern.DOTALL);

    private Escapes() {}

    static String resolve(String literal, int line) {
        Matcher escape = ESCAPE.matcher(literal);
        StringBuilder text = new StringBuilder();
        while (escape.find()) {
            escape.appendReplacement(text, Matcher.quoteReplacement(character(escape, line)));
        }
        return escape.appendTail(text).toString();
    }

    private static String character(Matcher escape, int line) {
        for (int group = 1; group <= 3; group++) {
            if (escape.group(group) != null) {
                return Character.toString(Integer.parseUnsignedInt(escape.group(group), 16));
            }
        }
        if (escape.group(4) != null) {
            return Character.toString(Integer.parseInt(escape.group(4), 8));
        }
        return switch (escape.group(5)) {
            case "n" -> "\n";
            case "t" -> "\t";
            case "r" -> "\r";
            case "b" -> "\b";
            case "f" -> "\f";
            case "v" -> "\u000B";
            case "a" -> "\u0007";
            case "\n" -> "";
            case "\\", "'", "\"" -> escape.group(5);
            case "x", "u", "U", "N" -> throw new JinjaException(line, "malformed escape in a string");
            default -> escape.group();
        };
    }
}
