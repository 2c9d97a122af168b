package io.foldline.model.text.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Methods of strings. */
final class TextMethods {
    private TextMethods() {}

    /** The method of that name, if strings have it. */
    static Optional<Value.Body> of(String text, String name) {
        return Optional.ofNullable(body(text, name));
    }

    private static Value.@Nullable Body body(String text, String name) {
        return switch (name) {
            case "strip" -> call -> Values.of(strip(text, call));
            case "lstrip" -> call -> Values.of(PythonText.stripStart(text, dropped(call)));
            case "rstrip" -> call -> Values.of(PythonText.stripEnd(text, dropped(call)));
            case "upper" -> call -> Values.of(text.toUpperCase(Locale.ROOT));
            case "lower" -> call -> Values.of(text.toLowerCase(Locale.ROOT));
            case "title" -> call -> Values.of(PythonText.title(text, c -> !Character.isLetter(c)));
            case "capitalize" -> call -> Values.of(PythonText.capitalize(text));
            case "split" -> call -> list(split(text, call));
            case "rsplit" ->
                call -> list(PythonText.partsFromEnd(text, call.text(0, "sep"), call.integer(1, "maxsplit", -1)));
            case "splitlines" -> call -> list(PythonText.lines(text));
            case "startswith" -> call -> Values.of(any(call.need(0, "prefix"), text, String::startsWith));
            case "endswith" -> call -> Values.of(any(call.need(0, "suffix"), text, String::endsWith));
            case "replace" ->
                call -> Values.of(PythonText.replace(
                        text, call.text(0, "old"), call.text(1, "new"), call.integer(2, "count", -1)));
            case "join" ->
                call -> Values.of(Values.items(Values.defined(call.need(0, "iterable"))).stream()
                        .map(Values::text)
                        .collect(Collectors.joining(text)));
            case "find" -> call -> Values.of(position(text, text.indexOf(call.text(0, "sub"))));
            case "rfind" -> call -> Values.of(position(text, text.lastIndexOf(call.text(0, "sub"))));
            case "count" ->
                call -> Values.of(
                        PythonText.parts(text, call.text(0, "sub"), -1).size() - 1);
            case "removeprefix" -> call -> Values.of(withoutPrefix(text, call.text(0, "prefix")));
            case "removesuffix" -> call -> Values.of(withoutSuffix(text, call.text(0, "suffix")));
            case "partition" -> call -> partition(text, call.text(0, "sep"));
            case "format" -> call -> Values.of(TextFormatting.format(text, call));
            case "isspace" -> call -> all(text, PythonText::isSpace);
            case "isdigit", "isdecimal", "isnumeric" -> call -> all(text, Character::isDigit);
            case "isalpha" -> call -> all(text, Character::isLetter);
            case "isalnum" -> call -> all(text, Character::isLetterOrDigit);
            case "isupper" -> call -> cased(text, s -> s.toUpperCase(Locale.ROOT));
            case "islower" -> call -> cased(text, s -> s.toLowerCase(Locale.ROOT));
            default -> null;
        };
    }

    /** Without spaces, or the characters that are given, at both ends. */
    static String strip(String text, Arguments call) {
        return PythonText.stripEnd(PythonText.stripStart(text, dropped(call)), dropped(call));
    }

    private static IntPredicate dropped(Arguments call) {
        Value characters = call.get(0, "chars", Values.NONE);
        return characters instanceof Value.None
                ? PythonText::isSpace
                : c -> Values.text(characters).indexOf(c) >= 0;
    }

    private static List<String> split(String text, Arguments call) {
        Value separator = call.get(0, "sep", Values.NONE);
        int limit = call.integer(1, "maxsplit", -1);
        return separator instanceof Value.None
                ? PythonText.words(text, limit)
                : PythonText.parts(text, Values.text(separator), limit);
    }

    private static boolean any(Value given, String text, BiPredicate<String, String> test) {
        return given instanceof Value.Sequence several
                ? several.items().stream().anyMatch(each -> test.test(text, Values.text(each)))
                : test.test(text, Values.text(given));
    }

    private static Value partition(String text, String separator) {
        int at = text.indexOf(separator);
        List<String> parts = at < 0
                ? List.of(text, "", "")
                : List.of(text.substring(0, at), separator, text.substring(at + separator.length()));
        return new Value.Sequence(parts.stream().map(Values::of).toList(), true);
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static int position(String text, int index) {
        return index < 0 ? index : text.codePointCount(0, index);
    }

    private static Value all(String text, IntPredicate test) {
        return Values.of(!text.isEmpty() && text.codePoints().allMatch(test));
    }

    private static Value cased(String text, UnaryOperator<String> change) {
        boolean letters = text.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
        return Values.of(letters && change.apply(text).equals(text));
    }

    private static Value list(List<String> texts) {
        return new Value.Sequence(texts.stream().map(Values::of).toList());
    }
}
