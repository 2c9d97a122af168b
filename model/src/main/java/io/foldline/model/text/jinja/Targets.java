package io.foldline.model.text.jinja;

import java.util.List;

/** The names that a value is assigned to, or its items where there are several. */
final class Targets {
    private Targets() {}

    static void assign(List<String> names, Value value, Scope scope) {
        if (names.size() == 1) {
            scope.set(names.get(0), value);
            return;
        }
        List<Value> items = Values.items(Values.defined(value));
        if (items.size() != names.size()) {
            throw new EvaluationException(
                    "%d values cannot be assigned to %d names".formatted(items.size(), names.size()));
        }
        for (int i = 0; i < names.size(); i++) {
            scope.set(names.get(i), items.get(i));
        }
    }
}
