package io.foldline.evaluator.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of a mapping in a task file.
 *
 * @param where the file and what of it, for messages
 */
record YamlFields(JsonNode node, String where) {
    /** @throws InputException if it is no mapping, or has fields that are not among the known ones */
    YamlFields(JsonNode node, String where, Set<String> known) {
        this(node, where);
        if (!node.isObject()) {
            throw new InputException(where + ": expected fields with values, found "
                    + node.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InputException(
                    "%s: unknown field %s; the known ones are %s".formatted(where, unknown, new TreeSet<>(known)));
        }
    }

    /** The value of a field; missing where it is not there or null. */
    JsonNode get(String name) {
        JsonNode value = node.path(name);
        return value.isNull() ? node.path("") : value;
    }

    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    /** @throws InputException if there is no such field */
    String need(String name) {
        return text(name).orElseThrow(() -> new InputException("%s: no field %s".formatted(where, name)));
    }

    Optional<String> text(String name) {
        JsonNode value = get(name);
        if (value.isContainerNode()) {
            throw wrong(name, "a text", value);
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = get(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.asBoolean(otherwise);
    }

    OptionalInt count(String name) {
        JsonNode value = get(name);
        if (!value.isMissingNode() && !value.canConvertToInt()) {
            throw wrong(name, "an integer", value);
        }
        return value.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(value.intValue());
    }

    /** The texts of a list; a text alone is a list of one. */
    List<String> texts(String name) {
        JsonNode value = get(name);
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(name)) {
            if (each.isContainerNode()) {
                throw wrong(name, "a list of texts", value);
            }
            texts.add(each.asText());
        }
        return texts;
    }

    /** The items of a list; anything else is a list of one. */
    List<JsonNode> list(String name) {
        JsonNode value = get(name);
        List<JsonNode> items = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(items::add);
        } else if (!value.isMissingNode()) {
            items.add(value);
        }
        return items;
    }

    Optional<Field> field(String name) {
        return has(name) ? Optional.of(new Field(name, get(name), where)) : Optional.empty();
    }

    InputException wrong(String name, String expected, Object found) {
        return new InputException("%s: %s: expected %s, found %s".formatted(where, name, expected, found));
    }
}
