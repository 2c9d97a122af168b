package io.foldline.model.text.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A value of a template: what Python has for it. */
public sealed interface Value {
    /** What a template sees of a JSON value. */
    static Value of(JsonNode json) {
        return Values.of(json);
    }

    /**
     * The value as a template prints it.
     *
     * @throws EvaluationException if it cannot be printed
     */
    default String printed() {
        return Values.print(this);
    }

    /** A string; lengths and positions count code points. */
    record Text(String text) implements Value {}

    /** An integer. */
    record Int(long value) implements Value {}

    /** A floating-point number. */
    record Real(double value) implements Value {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Value {}

    /** {@code none}. */
    record None() implements Value {}

    /**
     * What a missing variable, attribute or item gives: an error when used, and also when printed if it is strict.
     *
     * @param message what is missing
     * @param strict whether it cannot be printed; else it is printed as nothing
     */
    record Undefined(String message, boolean strict) implements Value {
        Undefined(String message) {
            this(message, false);
        }
    }

    /**
     * A list or tuple.
     *
     * @param tuple whether it is a tuple, which only its printed form tells
     */
    record Sequence(List<Value> items, boolean tuple) implements Value {
        Sequence(List<Value> items) {
            this(items, false);
        }
    }

    /** A dictionary, in the order of insertion. */
    record Mapping(Map<Value, Value> entries) implements Value {}

    /** A namespace object, the one thing whose attributes templates may set. */
    record Namespace(Map<String, Value> attributes) implements Value {}

    /** A macro, a global function or a method. */
    record Function(String name, Body body) implements Value {}

    /** What a function does. */
    @FunctionalInterface
    interface Body {
        /** Calls it. */
        Value call(Arguments arguments);
    }
}
