package io.foldline.model.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments of a call.
 *
 * @param positional those without a name
 * @param named those with a name
 */
public record Arguments(List<Value> positional, Map<String, Value> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** The argument at a position, or of a name. */
    Optional<Value> get(int position, String name) {
        return position < positional.size()
                ? Optional.of(positional.get(position))
                : Optional.ofNullable(named.get(name));
    }

    /** The argument, or {@code otherwise}. */
    Value get(int position, String name, Value otherwise) {
        return get(position, name).orElse(otherwise);
    }

    /** The argument, which has to be there. */
    Value need(int position, String name) {
        return get(position, name).orElseThrow(() -> new EvaluationException("missing argument '%s'".formatted(name)));
    }

    /** The argument as a string. */
    String text(int position, String name) {
        return Values.text(need(position, name));
    }

    /** The argument as an integer. */
    int integer(int position, String name, int otherwise) {
        return get(position, name).map(Values::index).orElse(otherwise);
    }

    /** Whether the argument is true. */
    boolean flag(int position, String name, boolean otherwise) {
        return get(position, name).map(Values::truth).orElse(otherwise);
    }

    /** All arguments but the first positional one. */
    Arguments rest() {
        return new Arguments(positional.subList(1, positional.size()), named);
    }
}
