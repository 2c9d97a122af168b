package io.foldline.model.text.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables that can be seen from some place of a template; what is set in an inner scope is not seen outside. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Value> variables;
    private final boolean strict;

    private Scope(@Nullable Scope outer, Map<String, Value> variables, boolean strict) {
        this.outer = outer;
        this.variables = variables;
        this.strict = strict;
    }

    /** @param strict whether variables that are not there cannot be printed */
    static Scope of(Map<String, Value> variables, boolean strict) {
        return new Scope(null, new HashMap<>(variables), strict);
    }

    Scope inner() {
        return new Scope(this, new HashMap<>(), strict);
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }

    Value get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined("'%s' is undefined".formatted(name), strict);
    }
}
