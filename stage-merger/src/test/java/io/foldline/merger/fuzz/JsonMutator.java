package io.foldline.merger.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Damages a JSON text where it has meaning: keys, values, nesting. The result need not be JSON any more. */
final class JsonMutator {
    /** Stands in a tree for a key to be written as it is; a tree cannot hold a key twice. */
    private static final String MARK = "#key";

    private final Random random;
    private final Map<String, String> rawKeys = new LinkedHashMap<>();

    JsonMutator(Random random) {
        this.random = random;
    }

    String mutate(String json) {
        try {
            JsonNode root = Seeds.JSON.readTree(json);
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                change(container(root));
            }
            String changed = Seeds.JSON.writeValueAsString(root);
            for (Map.Entry<String, String> key : rawKeys.entrySet()) {
                changed = changed.replace('"' + key.getKey() + '"', '"' + key.getValue() + '"');
            }
            return changed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any object or array of the tree; half the time one near the root, where little is irrelevant. */
    private JsonNode container(JsonNode root) {
        List<JsonNode> containers = new ArrayList<>();
        if (root.isContainerNode()) {
            containers.add(root);
        }
        for (int i = 0; i < containers.size(); i++) {
            for (JsonNode child : containers.get(i)) {
                if (child.isContainerNode()) {
                    containers.add(child);
                }
            }
        }
        int among = random.nextBoolean() ? Math.min(2, containers.size()) : containers.size();
        return containers.get(random.nextInt(among));
    }

    private void change(JsonNode container) {
        if (container instanceof ObjectNode object) {
            changeObject(object);
        } else if (container instanceof ArrayNode array) {
            changeArray(array);
        }
    }

    private void changeObject(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        if (keys.isEmpty()) {
            object.set(rawKey(Awkward.name(random)), raw(Awkward.value(random)));
            return;
        }
        String key = keys.get(random.nextInt(keys.size()));
        String other = keys.get(random.nextInt(keys.size()));
        JsonNode value = object.path(key);
        switch (random.nextInt(9)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(rawKey(other), value.deepCopy());
            case 2 -> object.set(rawKey(Awkward.name(random)), value.deepCopy());
            case 3 -> object.set(rawKey(Awkward.name(random)), raw(Awkward.value(random)));
            case 4 -> {
                object.remove(key);
                object.set(rawKey(Awkward.name(random)), value);
            }
            case 5 -> {
                object.set(key, object.path(other).deepCopy());
                object.set(other, value);
            }
            case 6 -> object.set(key, disguised(value));
            default -> object.set(key, raw(Awkward.value(random)));
        }
    }

    private void changeArray(ArrayNode array) {
        if (array.isEmpty() || random.nextInt(4) == 0) {
            array.insert(random.nextInt(array.size() + 1), raw(Awkward.value(random)));
            return;
        }
        int at = random.nextInt(array.size());
        switch (random.nextInt(5)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> array.set(at, disguised(array.get(at)));
            case 3 -> array.add(array.remove(0));
            default -> array.set(at, raw(Awkward.value(random)));
        }
    }

    /** Nearly the value: another type, a number beside it, one level deeper. */
    private JsonNode disguised(JsonNode value) {
        if (value.isPojo()) {
            return raw(Awkward.value(random));
        }
        return switch (random.nextInt(6)) {
            case 0 -> raw('"' + value.asText().replaceAll("[^\\w.]", "") + '"');
            case 1 -> Seeds.JSON.createArrayNode().add(value.deepCopy());
            case 2 -> Seeds.JSON.createObjectNode().set("a", value.deepCopy());
            case 3 -> raw(Long.toString(value.asLong() + random.nextInt(17) - 8));
            case 4 -> raw(Long.toString(value.asLong() << random.nextInt(40)));
            default -> raw(value.asLong() + (random.nextBoolean() ? ".0" : "e0"));
        };
    }

    private String rawKey(String text) {
        String mark = MARK + rawKeys.size();
        rawKeys.put(mark, text);
        return mark;
    }

    private static JsonNode raw(String text) {
        return new POJONode(new RawValue(text));
    }
}
