package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.List;

/** Items and slices of strings, lists and dictionaries, with Python's rules for negative positions and steps. */
final class Slices {
    private Slices() {}

    /** {@code value[start:stop:step]}; bounds may be none. */
    static Value slice(Value value, Value start, Value stop, Value step) {
        List<Value> items = Values.items(Values.defined(value));
        if (value instanceof Value.Mapping) {
            throw new EvaluationException("a dict cannot be sliced");
        }
        int stride = bound(step, 1);
        if (stride == 0) {
            throw new EvaluationException("slice step cannot be zero");
        }
        int length = items.size();
        boolean up = stride > 0;
        int from = clamp(bound(start, up ? 0 : length), start, length, up);
        int to = stop instanceof Value.None ? (up ? length : -1) : clamp(bound(stop, 0), stop, length, up);
        List<Value> slice = new ArrayList<>();
        for (long i = from; up ? i < to : i > to; i += stride) {
            slice.add(items.get((int) i));
        }
        if (value instanceof Value.Text) {
            StringBuilder text = new StringBuilder();
            slice.forEach(each -> text.append(Values.text(each)));
            return Values.of(text.toString());
        }
        return new Value.Sequence(slice, value instanceof Value.Sequence sequence && sequence.tuple());
    }

    private static int bound(Value value, int otherwise) {
        return value instanceof Value.None ? otherwise : Values.index(value);
    }

    private static int clamp(int position, Value given, int length, boolean up) {
        long absolute = position < 0 && !(given instanceof Value.None) ? (long) position + length : position;
        return (int) Math.max(up ? 0 : -1, Math.min(up ? length : length - 1, absolute));
    }

    /** {@code value[index]}; undefined where there is no such item. */
    static Value item(Value value, Value index) {
        Values.defined(value);
        if (value instanceof Value.Mapping mapping) {
            Value item = mapping.entries().get(index);
            if (item != null) {
                return item;
            }
        } else if (index instanceof Value.Int && (value instanceof Value.Sequence || value instanceof Value.Text)) {
            List<Value> items = Values.items(value);
            int position = Values.index(index);
            int absolute = position < 0 ? position + items.size() : position;
            if (absolute >= 0 && absolute < items.size()) {
                return items.get(absolute);
            }
        }
        if (index instanceof Value.Text name) {
            return Methods.of(value, name.text()).orElseGet(() -> missing(value, index));
        }
        return missing(value, index);
    }

    /** {@code value.name}: a method first, then the item of that name, as Jinja looks it up. */
    static Value attribute(Value value, String name) {
        Values.defined(value);
        if (value instanceof Value.Namespace namespace) {
            Value attribute = namespace.attributes().get(name);
            return attribute != null ? attribute : missing(value, Values.of(name));
        }
        return Methods.of(value, name).orElseGet(() -> item(value, Values.of(name)));
    }

    private static Value missing(Value value, Value index) {
        return new Value.Undefined(
                index instanceof Value.Text name
                        ? "'%s object' has no attribute '%s'".formatted(Values.type(value), name.text())
                        : "%s has no element %s".formatted(Values.type(value), PythonRepr.of(index)));
    }
}
