package io.foldline.model.text.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all values can do: be true or false, be printed, be gone through. */
final class Values {
    static final Value NONE = new Value.None();
    static final Value TRUE = new Value.Bool(true);
    static final Value FALSE = new Value.Bool(false);

    private Values() {}

    static Value of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Value of(long value) {
        return new Value.Int(value);
    }

    static Value of(String text) {
        return new Value.Text(text);
    }

    static Value of(JsonNode json) {
        if (json.isTextual()) {
            return of(json.textValue());
        } else if (json.isBoolean()) {
            return of(json.booleanValue());
        } else if (json.isIntegralNumber() && json.canConvertToLong()) {
            return of(json.longValue());
        } else if (json.isNumber()) {
            return new Value.Real(json.doubleValue());
        } else if (json.isArray()) {
            List<Value> items = new ArrayList<>();
            json.forEach(item -> items.add(of(item)));
            return new Value.Sequence(items);
        } else if (json.isObject()) {
            Map<Value, Value> entries = new LinkedHashMap<>();
            json.properties().forEach(entry -> entries.put(of(entry.getKey()), of(entry.getValue())));
            return new Value.Mapping(entries);
        }
        return NONE;
    }

    static boolean truth(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.value();
        } else if (value instanceof Value.Text text) {
            return !text.text().isEmpty();
        } else if (value instanceof Value.Int number) {
            return number.value() != 0;
        } else if (value instanceof Value.Real number) {
            return number.value() != 0;
        } else if (value instanceof Value.Sequence sequence) {
            return !sequence.items().isEmpty();
        } else if (value instanceof Value.Mapping mapping) {
            return !mapping.entries().isEmpty();
        }
        return !(value instanceof Value.None) && !(value instanceof Value.Undefined);
    }

    /** Name of the type, as Python calls it. */
    static String type(Value value) {
        if (value instanceof Value.Text) {
            return "str";
        } else if (value instanceof Value.Int) {
            return "int";
        } else if (value instanceof Value.Real) {
            return "float";
        } else if (value instanceof Value.Bool) {
            return "bool";
        } else if (value instanceof Value.None) {
            return "NoneType";
        } else if (value instanceof Value.Sequence sequence) {
            return sequence.tuple() ? "tuple" : "list";
        } else if (value instanceof Value.Mapping) {
            return "dict";
        }
        return value instanceof Value.Undefined ? "Undefined" : "object";
    }

    /** The items that a loop sees: of a string its characters, of a dictionary its keys. */
    static List<Value> items(Value value) {
        if (value instanceof Value.Sequence sequence) {
            return sequence.items();
        } else if (value instanceof Value.Mapping mapping) {
            return List.copyOf(mapping.entries().keySet());
        } else if (value instanceof Value.Text text) {
            return text.text()
                    .codePoints()
                    .mapToObj(c -> of(Character.toString(c)))
                    .toList();
        } else if (value instanceof Value.Undefined undefined && !undefined.strict()) {
            return List.of();
        }
        throw new EvaluationException("'%s' object is not iterable".formatted(type(defined(value))));
    }

    static int length(Value value) {
        if (value instanceof Value.Text text) {
            return text.text().codePointCount(0, text.text().length());
        }
        if (value instanceof Value.Mapping mapping) {
            return mapping.entries().size();
        }
        if (value instanceof Value.Sequence || value instanceof Value.Undefined) {
            return items(value).size();
        }
        throw new EvaluationException("object of type '%s' has no len()".formatted(type(value)));
    }

    /** The value as it is printed. */
    static String print(Value value) {
        if (value instanceof Value.Undefined undefined) {
            return undefined.strict() ? text(undefined) : "";
        }
        return value instanceof Value.Text text ? text.text() : PythonRepr.of(value);
    }

    /** The string that a value has to be. */
    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        throw new EvaluationException("expected str, found '%s'".formatted(type(defined(value))));
    }

    /** The integer that a value has to be, as a position or a count. */
    static int index(Value value) {
        if (value instanceof Value.Int number) {
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number.value()));
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? 1 : 0;
        }
        throw new EvaluationException("expected int, found '%s'".formatted(type(defined(value))));
    }

    /** The value, which has to be defined. */
    static Value defined(Value value) {
        if (value instanceof Value.Undefined undefined) {
            throw new EvaluationException(undefined.message());
        }
        return value;
    }
}
