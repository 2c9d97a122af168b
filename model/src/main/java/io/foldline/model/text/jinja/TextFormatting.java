package io.foldline.model.text.jinja;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strings with places to fill in: {@code str.format} without format specifications, and {@code %s} and {@code %d}. */
final class TextFormatting {
    private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{(\\w*)}|[{}]");
    private static final Pattern CONVERSION = Pattern.compile("%(.?)", Pattern.DOTALL);

    private TextFormatting() {}

    /** {@code text.format(…)}. */
    static String format(String text, Arguments call) {
        Matcher field = FIELD.matcher(text);
        StringBuilder filled = new StringBuilder();
        int next = 0;
        while (field.find()) {
            String found = field.group();
            if (found.length() == 1) {
                throw new EvaluationException("format: only {}, {0} and {name} are supported");
            }
            String name = field.group(1);
            String replacement = name == null
                    ? found.substring(1)
                    : Values.print(name.isEmpty() ? call.need(next++, "") : named(call, name));
            field.appendReplacement(filled, Matcher.quoteReplacement(replacement));
        }
        return field.appendTail(filled).toString();
    }

    private static Value named(Arguments call, String name) {
        return Character.isDigit(name.charAt(0))
                ? call.need(Integer.parseInt(name), name)
                : call.need(Integer.MAX_VALUE, name);
    }

    /** {@code text % values}. */
    static String percent(String text, List<Value> values) {
        Matcher conversion = CONVERSION.matcher(text);
        StringBuilder filled = new StringBuilder();
        int next = 0;
        while (conversion.find()) {
            String replacement = "%";
            if (!conversion.group(1).equals("%")) {
                if (!conversion.group(1).equals("s") && !conversion.group(1).equals("d")) {
                    throw new EvaluationException(
                            "format: of the conversions only s, d and a doubled percent sign are supported");
                }
                if (next == values.size()) {
                    throw new EvaluationException("not enough arguments for format string");
                }
                Value value = values.get(next++);
                replacement =
                        conversion.group(1).equals("d") ? Integer.toString(Values.index(value)) : Values.print(value);
            }
            conversion.appendReplacement(filled, Matcher.quoteReplacement(replacement));
        }
        return conversion.appendTail(filled).toString();
    }
}
