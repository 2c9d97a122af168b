package io.foldline.model.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Methods of lists and dictionaries. Those that would change them are refused, as the sandbox of transformers does. */
final class Methods {
    private static final Map<Class<?>, Set<String>> CHANGING = Map.of(
            Value.Sequence.class,
            Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"),
            Value.Mapping.class,
            Set.of("clear", "pop", "popitem", "setdefault", "update"));

    private Methods() {}

    /** The method of that name, if the value has one. */
    static Optional<Value> of(Value value, String name) {
        if (CHANGING.getOrDefault(value.getClass(), Set.of()).contains(name)) {
            return Optional.of(new Value.Undefined(
                    "access to attribute '%s' of '%s' object is unsafe.".formatted(name, Values.type(value))));
        }
        if (value instanceof Value.Mapping mapping) {
            return of(mapping, name).map(body -> new Value.Function(name, body));
        }
        if (value instanceof Value.Sequence sequence) {
            return of(sequence, name).map(body -> new Value.Function(name, body));
        }
        return value instanceof Value.Text text
                ? TextMethods.of(text.text(), name).map(body -> new Value.Function(name, body))
                : Optional.empty();
    }

    private static Optional<Value.Body> of(Value.Mapping mapping, String name) {
        Map<Value, Value> entries = mapping.entries();
        return Optional.ofNullable(
                switch (name) {
                    case "items" -> arguments -> pairs(mapping);
                    case "keys" -> arguments -> new Value.Sequence(List.copyOf(entries.keySet()));
                    case "values" -> arguments -> new Value.Sequence(List.copyOf(entries.values()));
                    case "get" ->
                        arguments -> {
                            Value found = entries.get(arguments.need(0, "key"));
                            return found != null ? found : arguments.get(1, "default", Values.NONE);
                        };
                    case "copy" -> arguments -> mapping;
                    default -> null;
                });
    }

    private static Optional<Value.Body> of(Value.Sequence sequence, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "count" ->
                        arguments -> Values.of(sequence.items().stream()
                                .filter(item -> Operators.equal(item, arguments.need(0, "value")))
                                .count());
                    case "index" ->
                        arguments -> {
                            for (int i = 0; i < sequence.items().size(); i++) {
                                if (Operators.equal(sequence.items().get(i), arguments.need(0, "value"))) {
                                    return Values.of(i);
                                }
                            }
                            throw new EvaluationException("the list does not hold the value");
                        };
                    case "copy" -> arguments -> sequence;
                    default -> null;
                });
    }

    /** Keys with their values. */
    static Value pairs(Value.Mapping mapping) {
        return new Value.Sequence(mapping.entries().entrySet().stream()
                .map(entry -> (Value) new Value.Sequence(List.of(entry.getKey(), entry.getValue()), true))
                .toList());
    }
}
