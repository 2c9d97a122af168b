package io.foldline.model.text.jinja;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that templates may call without having defined them. */
final class Globals {
    /** The sandbox of Jinja allows no longer range. */
    private static final int MAX_RANGE = 100_000;

    private Globals() {}

    /** @param now the time that {@code strftime_now} tells */
    static Map<String, Value> of(LocalDateTime now) {
        Map<String, Value> globals = new HashMap<>();
        define(globals, "raise_exception", call -> {
            throw new EvaluationException(Values.print(call.need(0, "message")));
        });
        define(globals, "strftime_now", call -> Values.of(Strftime.format(call.text(0, "format"), now)));
        define(globals, "range", Globals::range);
        define(globals, "namespace", Globals::namespace);
        define(globals, "dict", call -> new Value.Mapping(entries(call)));
        return globals;
    }

    private static void define(Map<String, Value> globals, String name, Value.Body body) {
        globals.put(name, new Value.Function(name, body));
    }

    private static Value range(Arguments call) {
        boolean one = call.positional().size() == 1;
        int start = one ? 0 : call.integer(0, "start", 0);
        int stop = Values.index(call.need(one ? 0 : 1, "stop"));
        int step = call.integer(2, "step", 1);
        if (step == 0) {
            throw new EvaluationException("range() arg 3 must not be zero");
        }
        List<Value> numbers = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            if (numbers.size() == MAX_RANGE) {
                throw new EvaluationException("a range is longer than %d".formatted(MAX_RANGE));
            }
            numbers.add(Values.of(i));
        }
        return new Value.Sequence(numbers);
    }

    private static Value namespace(Arguments call) {
        Map<String, Value> attributes = new HashMap<>();
        entries(call).forEach((name, value) -> setAttribute(attributes, Values.text(name), value));
        return new Value.Namespace(attributes);
    }

    /** Sets an attribute of a namespace; the sandbox of transformers wants no name to begin with an underscore. */
    static void setAttribute(Map<String, Value> attributes, String name, Value value) {
        if (name.startsWith("_")) {
            throw new EvaluationException(
                    "a namespace has no attribute that begins with an underscore: '%s'".formatted(name));
        }
        attributes.put(name, value);
    }

    private static Map<Value, Value> entries(Arguments call) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        if (!call.positional().isEmpty()) {
            if (!(call.positional().get(0) instanceof Value.Mapping mapping)) {
                throw new EvaluationException("expected a dict, found '%s'"
                        .formatted(Values.type(call.positional().get(0))));
            }
            entries.putAll(mapping.entries());
        }
        call.named().forEach((name, value) -> entries.put(Values.of(name), value));
        return entries;
    }
}
