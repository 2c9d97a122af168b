package io.foldline.evaluator;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import io.foldline.model.image.ImageLabel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of a model with a head of logits, named by {@code id2label} in {@code config.json}, or by their numbers.
 * Where it gives no names but {@code LABEL_0}, {@code LABEL_1} and so on, as transformers does by itself, the numbers that
 * the source of the pictures has for their classes count.
 *
 * @param names of the classes by number
 * @param numbers of the classes by name; several where names are not unique
 */
record HeadClasses(Map<String, String> names, Map<String, List<String>> numbers) implements Classes {
    private static final int SHOWN = 10;

    /** @throws InputException if the configuration names no classes */
    static HeadClasses of(JsonNode config) {
        Map<String, String> names = new HashMap<>();
        Map<String, List<String>> numbers = new HashMap<>();
        for (Map.Entry<String, JsonNode> label : config.path("id2label").properties()) {
            String name = label.getValue().asText();
            names.put(label.getKey(), name);
            numbers.computeIfAbsent(name, any -> new ArrayList<>()).add(label.getKey());
        }
        if (names.isEmpty()) {
            throw new InputException(
                    "config.json has no id2label, which says what the classes of the head are called; add it");
        }
        return new HeadClasses(names, numbers);
    }

    @Override
    public int number(ImageLabel label) {
        String given =
                label.number().isPresent() ? Integer.toString(label.number().getAsInt()) : "";
        List<String> found = numbers.getOrDefault(label.name(), byNumber(isUnnamed() ? given : label.name()));
        if (found.isEmpty()) {
            throw new InputException(
                    "%s: no class \"%s\" in id2label of config.json; call it, or the subfolder of its pictures, by the name or number of a class, such as %s"
                            .formatted(
                                    label.where(),
                                    label.name(),
                                    numbers.keySet().stream()
                                            .sorted()
                                            .limit(SHOWN)
                                            .toList()));
        }
        if (found.size() > 1 && !found.contains(given)) {
            throw new InputException(
                    "%s: id2label of config.json calls the classes %s \"%s\"; call it, or the subfolder of its pictures, by the number"
                            .formatted(label.where(), found, label.name()));
        }
        return Integer.parseInt(found.size() > 1 ? given : found.get(0));
    }

    private List<String> byNumber(String number) {
        return names.containsKey(number) ? List.of(number) : List.of();
    }

    private boolean isUnnamed() {
        return names.entrySet().stream().allMatch(entry -> entry.getValue().equals("LABEL_" + entry.getKey()));
    }

    @Override
    public int seen(float[] outputs) {
        int highest = 0;
        for (int i = 1; i < outputs.length; i++) {
            if (outputs[i] > outputs[highest]) {
                highest = i;
            }
        }
        return highest;
    }
}
