package io.foldline.model.text.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. */
final class LoopState {
    private final List<Value> items;
    private @Nullable List<Value> last;

    LoopState(List<Value> items) {
        this.items = items;
    }

    Value at(int index) {
        int length = items.size();
        Map<String, Value> attributes = new LinkedHashMap<>();
        attributes.put("index", Values.of(index + 1));
        attributes.put("index0", Values.of(index));
        attributes.put("revindex", Values.of(length - index));
        attributes.put("revindex0", Values.of(length - index - 1));
        attributes.put("first", Values.of(index == 0));
        attributes.put("last", Values.of(index == length - 1));
        attributes.put("length", Values.of(length));
        attributes.put("depth", Values.of(1));
        attributes.put("depth0", Values.of(0));
        attributes.put("previtem", neighbour(index - 1, "there is no previous item"));
        attributes.put("nextitem", neighbour(index + 1, "there is no next item"));
        attributes.put("cycle", new Value.Function("cycle", call -> cycle(index, call)));
        attributes.put("changed", new Value.Function("changed", this::changed));
        return new Value.Namespace(attributes);
    }

    private Value neighbour(int index, String missing) {
        return index >= 0 && index < items.size() ? items.get(index) : new Value.Undefined(missing);
    }

    private static Value cycle(int index, Arguments call) {
        if (call.positional().isEmpty()) {
            throw new EvaluationException("no items for cycling given");
        }
        return call.positional().get(index % call.positional().size());
    }

    private Value changed(Arguments call) {
        boolean changed = !call.positional().equals(last);
        last = call.positional();
        return Values.of(changed);
    }
}
