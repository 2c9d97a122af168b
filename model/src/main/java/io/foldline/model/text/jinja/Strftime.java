package io.foldline.model.text.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as {@code strftime} writes them in the C locale. */
final class Strftime {
    private Strftime() {}

    static String format(String format, LocalDateTime time) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            char code = format.charAt(++i);
            boolean unpadded = code == '-' && i + 1 < format.length();
            text.append(field(unpadded ? format.charAt(++i) : code, unpadded, time));
        }
        return text.toString();
    }

    private static String field(char code, boolean unpadded, LocalDateTime time) {
        if (code == '%') {
            return "%";
        }
        String pattern =
                switch (code) {
                    case 'Y' -> "yyyy";
                    case 'y' -> "yy";
                    case 'm' -> "MM";
                    case 'B' -> "MMMM";
                    case 'b', 'h' -> "MMM";
                    case 'd' -> "dd";
                    case 'A' -> "EEEE";
                    case 'a' -> "EEE";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'p' -> "a";
                    case 'j' -> "DDD";
                    case 'F' -> "yyyy-MM-dd";
                    case 'T' -> "HH:mm:ss";
                    default -> throw new EvaluationException("strftime_now: %%%c is not supported".formatted(code));
                };
        String field = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
        return unpadded ? field.replaceFirst("^0+(?=.)", "") : field;
    }
}
