package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The filters that templates may use. */
final class Filters {
    private static final Map<String, Filter> ALL = new HashMap<>();

    /** Makes a value out of another. */
    @FunctionalInterface
    interface Filter {
        Value apply(Value value, Arguments call);
    }

    private Filters() {}

    static {
        ALL.put("trim", (v, call) -> Values.of(TextMethods.strip(Values.print(v), call)));
        ALL.put("upper", (v, call) -> Values.of(Values.print(v).toUpperCase(Locale.ROOT)));
        ALL.put("lower", (v, call) -> Values.of(Values.print(v).toLowerCase(Locale.ROOT)));
        ALL.put("capitalize", (v, call) -> Values.of(PythonText.capitalize(Values.print(v))));
        ALL.put(
                "title",
                (v, call) -> Values.of(PythonText.title(
                        Values.print(v), c -> c == '-' || PythonText.isSpace(c) || "({[<".indexOf(c) >= 0)));
        ALL.put(
                "replace",
                (v, call) -> Values.of(PythonText.replace(
                        Values.print(v),
                        Values.print(call.need(0, "old")),
                        Values.print(call.need(1, "new")),
                        call.integer(2, "count", -1))));
        ALL.put(
                "regex_replace",
                (v, call) -> Values.of(PythonRegex.compile(call.text(0, "pattern"))
                        .replace(Values.print(v), call.text(1, "repl"), call.integer(2, "count", 0))));
        ALL.put("literal", (v, call) -> PythonLiteral.parse(Values.text(v)));
        ALL.put("indent", (v, call) -> Values.of(indent(Values.print(v), call)));
        ALL.put("string", (v, call) -> Values.of(Values.print(v)));
        ALL.put("safe", (v, call) -> Values.of(Values.print(v)));
        ALL.put("tojson", (v, call) -> Values.of(Json.of(v, call)));
        ALL.put("length", (v, call) -> Values.of(Values.length(v)));
        ALL.put("count", (v, call) -> Values.of(Values.length(v)));
        ALL.put("default", Filters::orElse);
        ALL.put("d", Filters::orElse);
        ALL.put("int", Filters::integer);
        ALL.put("float", Filters::real);
        ALL.put(
                "abs",
                (v, call) -> v instanceof Value.Real n
                        ? new Value.Real(Math.abs(n.value()))
                        : Values.of(Math.abs(Values.index(v))));
        ALL.put(
                "join",
                (v, call) -> Values.of(picked(v, call.get(1, "attribute")).stream()
                        .map(Values::print)
                        .collect(Collectors.joining(
                                call.get(0, "d").map(Values::print).orElse("")))));
        ALL.put("list", (v, call) -> new Value.Sequence(Values.items(v)));
        ALL.put("items", (v, call) -> items(v));
        ALL.put("first", (v, call) -> end(Values.items(v), 0));
        ALL.put("last", (v, call) -> end(Values.items(v), Values.items(v).size() - 1));
        ALL.put("reverse", (v, call) -> reversed(v));
        ALL.put("sort", (v, call) -> sorted(v, call));
        ALL.put("unique", (v, call) -> unique(v, call));
        ALL.put("dictsort", (v, call) -> sorted(items(v), new Arguments(List.of(), Map.of("attribute", Values.of(0)))));
        ALL.put(
                "sum",
                (v, call) -> picked(v, call.get(0, "attribute")).stream()
                        .reduce(call.get(1, "start", Values.of(0)), (a, b) -> Operators.arithmetic("+", a, b)));
        ALL.put("min", (v, call) -> extreme(v, call, 1));
        ALL.put("max", (v, call) -> extreme(v, call, -1));
        ALL.put("map", Filters::map);
        ALL.put("select", (v, call) -> chosen(v, call, true, false));
        ALL.put("reject", (v, call) -> chosen(v, call, false, false));
        ALL.put("selectattr", (v, call) -> chosen(v, call, true, true));
        ALL.put("rejectattr", (v, call) -> chosen(v, call, false, true));
    }

    /** The filter of that name. */
    static Optional<Filter> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Filter need(String name) {
        return named(name).orElseThrow(() -> new EvaluationException("No filter named '%s'.".formatted(name)));
    }

    private static Value orElse(Value value, Arguments call) {
        boolean absent = value instanceof Value.Undefined || (call.flag(1, "boolean", false) && !Values.truth(value));
        return absent ? call.get(0, "default_value", Values.of("")) : value;
    }

    private static Value integer(Value value, Arguments call) {
        try {
            if (value instanceof Value.Text text) {
                String digits = text.text().strip();
                return digits.matches("[+-]?\\d+")
                        ? Values.of(Long.parseLong(digits))
                        : Values.of((long) Double.parseDouble(digits));
            }
            return Operators.isReal(value) ? Values.of((long) Operators.real(value)) : Values.of(Values.index(value));
        } catch (NumberFormatException | EvaluationException e) {
            return call.get(0, "default", Values.of(0));
        }
    }

    private static Value real(Value value, Arguments call) {
        try {
            return new Value.Real(
                    value instanceof Value.Text text
                            ? Double.parseDouble(text.text().strip())
                            : Operators.real(value));
        } catch (NumberFormatException | EvaluationException e) {
            return call.get(0, "default", new Value.Real(0));
        }
    }

    private static String indent(String text, Arguments call) {
        Value width = call.get(0, "width", Values.of(4));
        String indent = width instanceof Value.Text given ? given.text() : " ".repeat(Math.max(0, Values.index(width)));
        boolean blank = call.flag(2, "blank", false);
        List<String> lines = PythonText.lines(text + "\n");
        StringBuilder indented = new StringBuilder(call.flag(1, "first", false) ? indent : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            indented.append(i == 0 ? "" : "\n")
                    .append(i == 0 || (line.isEmpty() && !blank) ? "" : indent)
                    .append(line);
        }
        return indented.toString();
    }

    private static Value items(Value value) {
        if (value instanceof Value.Undefined) {
            return new Value.Sequence(List.of());
        }
        if (value instanceof Value.Mapping mapping) {
            return Methods.pairs(mapping);
        }
        throw new EvaluationException("Can only get item pairs from a mapping.");
    }

    private static Value end(List<Value> items, int index) {
        return items.isEmpty() ? new Value.Undefined("No item, sequence was empty.") : items.get(index);
    }

    private static Value reversed(Value value) {
        List<Value> items = new ArrayList<>(Values.items(value));
        Collections.reverse(items);
        return value instanceof Value.Text
                ? Values.of(items.stream().map(Values::text).collect(Collectors.joining()))
                : new Value.Sequence(items);
    }

    private static Value sorted(Value value, Arguments call) {
        Optional<Value> attribute = call.get(2, "attribute");
        boolean exact = call.flag(1, "case_sensitive", false);
        Comparator<Value> order = Comparator.comparing(item -> key(pick(item, attribute), exact), Operators::order);
        List<Value> items = new ArrayList<>(Values.items(value));
        items.sort(call.flag(0, "reverse", false) ? order.reversed() : order);
        return new Value.Sequence(items);
    }

    private static Value unique(Value value, Arguments call) {
        boolean exact = call.flag(0, "case_sensitive", false);
        Optional<Value> attribute = call.get(1, "attribute");
        List<Value> seen = new ArrayList<>();
        List<Value> unique = new ArrayList<>();
        for (Value item : Values.items(value)) {
            Value key = key(pick(item, attribute), exact);
            if (seen.stream().noneMatch(other -> Operators.equal(other, key))) {
                seen.add(key);
                unique.add(item);
            }
        }
        return new Value.Sequence(unique);
    }

    private static Value extreme(Value value, Arguments call, int sign) {
        boolean exact = call.flag(0, "case_sensitive", false);
        Optional<Value> attribute = call.get(1, "attribute");
        Comparator<Value> order = Comparator.comparing(item -> key(pick(item, attribute), exact), Operators::order);
        return Values.items(value).stream()
                .reduce((a, b) -> sign * order.compare(a, b) <= 0 ? a : b)
                .orElseGet(() -> new Value.Undefined("No aggregated item, sequence was empty."));
    }

    private static Value key(Value value, boolean exact) {
        return !exact && value instanceof Value.Text text
                ? Values.of(text.text().toLowerCase(Locale.ROOT))
                : value;
    }

    private static Value map(Value value, Arguments call) {
        Optional<Value> attribute = Optional.ofNullable(call.named().get("attribute"));
        if (attribute.isPresent()) {
            Optional<Value> otherwise = Optional.ofNullable(call.named().get("default"));
            return new Value.Sequence(picked(value, attribute).stream()
                    .map(item -> item instanceof Value.Undefined ? otherwise.orElse(item) : item)
                    .toList());
        }
        Filter filter = need(call.text(0, "filter"));
        Arguments rest = call.rest();
        return new Value.Sequence(Values.items(value).stream()
                .map(item -> filter.apply(item, rest))
                .toList());
    }

    private static Value chosen(Value value, Arguments call, boolean wanted, boolean byAttribute) {
        Optional<Value> attribute = byAttribute ? Optional.of(call.need(0, "attribute")) : Optional.empty();
        Arguments test = byAttribute ? call.rest() : call;
        return new Value.Sequence(Values.items(value).stream()
                .filter(item -> passes(pick(item, attribute), test) == wanted)
                .toList());
    }

    private static boolean passes(Value value, Arguments test) {
        if (test.positional().isEmpty()) {
            return Values.truth(value);
        }
        String name = test.text(0, "test");
        return Tests.named(name)
                .orElseThrow(() -> new EvaluationException("No test named '%s'.".formatted(name)))
                .test(value, test.rest());
    }

    private static List<Value> picked(Value value, Optional<Value> attribute) {
        return Values.items(value).stream().map(item -> pick(item, attribute)).toList();
    }

    /** The attribute of an item, whose name may lead through several with dots. */
    private static Value pick(Value item, Optional<Value> attribute) {
        Value picked = item;
        if (attribute.isPresent()) {
            for (String name : Values.print(attribute.get()).split("\\.", -1)) {
                boolean position = !name.isEmpty() && name.chars().allMatch(Character::isDigit);
                picked = Slices.item(picked, position ? Values.of(Long.parseLong(name)) : Values.of(name));
            }
        }
        return picked;
    }
}
