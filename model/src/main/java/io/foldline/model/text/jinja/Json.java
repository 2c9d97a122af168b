package io.foldline.model.text.jinja;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code tojson} as transformers defines it: {@code json.dumps} of Python, which escapes nothing but what JSON demands. */
final class Json {
    private final String indent;
    private final boolean indented;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean sorted;
    private final boolean ascii;
    private final StringBuilder out = new StringBuilder();

    private Json(Arguments call) {
        Value given = call.get(1, "indent", Values.NONE);
        indented = !(given instanceof Value.None);
        indent = !indented
                ? ""
                : given instanceof Value.Text text ? text.text() : " ".repeat(Math.max(0, Values.index(given)));
        List<Value> separators = call.get(2, "separators").map(Values::items).orElse(List.of());
        itemSeparator = separators.isEmpty() ? (indented ? "," : ", ") : Values.text(separators.get(0));
        keySeparator = separators.isEmpty() ? ": " : Values.text(separators.get(1));
        sorted = call.flag(3, "sort_keys", false);
        ascii = call.flag(0, "ensure_ascii", false);
    }

    /** @param call arguments of the filter */
    static String of(Value value, Arguments call) {
        Json json = new Json(call);
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(Value value, int depth) {
        if (value instanceof Value.Mapping mapping) {
            Stream<Map.Entry<Value, Value>> entries = mapping.entries().entrySet().stream();
            if (sorted) {
                entries = entries.sorted(Comparator.comparing(Map.Entry::getKey, Operators::order));
            }
            write('{', '}', entries.iterator(), depth, entry -> {
                quote(key(entry.getKey()));
                out.append(keySeparator);
                write(entry.getValue(), depth + 1);
            });
        } else if (value instanceof Value.Sequence sequence) {
            write('[', ']', sequence.items().iterator(), depth, item -> write(item, depth + 1));
        } else if (value instanceof Value.Text text) {
            quote(text.text());
        } else {
            out.append(scalar(value));
        }
    }

    private interface Writer<T> {
        void write(T item);
    }

    private <T> void write(char open, char close, Iterator<T> items, int depth, Writer<T> writer) {
        out.append(open);
        boolean any = items.hasNext();
        while (items.hasNext()) {
            line(depth + 1);
            writer.write(items.next());
            out.append(items.hasNext() ? itemSeparator : "");
        }
        if (any) {
            line(depth);
        }
        out.append(close);
    }

    private void line(int depth) {
        if (indented) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    private static String key(Value key) {
        return key instanceof Value.Text text ? text.text() : scalar(key);
    }

    private static String scalar(Value value) {
        if (value instanceof Value.Bool || value instanceof Value.None) {
            return value instanceof Value.None ? "null" : Values.truth(value) ? "true" : "false";
        }
        if (value instanceof Value.Real number && (Double.isNaN(number.value()) || Double.isInfinite(number.value()))) {
            return Double.isNaN(number.value()) ? "NaN" : number.value() > 0 ? "Infinity" : "-Infinity";
        }
        if (Operators.isNumber(value)) {
            return PythonRepr.of(value);
        }
        throw new EvaluationException("Object of type %s is not JSON serializable".formatted(Values.type(value)));
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default ->
                    out.append(c < ' ' || (ascii && c > '~') ? "\\u%04x".formatted((int) c) : Character.toString(c));
            }
        }
        out.append('"');
    }
}
