package io.foldline.pruning;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value for each option of a method or a selector. Its text names all of them, always in one order. */
public final class OptionValues {
    private final Map<String, String> values = new TreeMap<>();

    private OptionValues() {}

    /**
     * The values given, and the defaults of what is not.
     *
     * @param owner whose options they are, for messages, such as {@code method replaceme-ls}
     * @throws InputException if a name is none of the options, or a value out of its range
     */
    static OptionValues of(String owner, List<MethodOption> options, Map<String, String> given) {
        OptionValues all = new OptionValues();
        options.forEach(option -> all.values.put(option.name(), option.fallback()));
        for (Map.Entry<String, String> entry : given.entrySet()) {
            MethodOption option = options.stream()
                    .filter(known -> known.name().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() -> unknown(owner, entry.getKey(), all.values.keySet()));
            if (!option.range().contains(entry.getValue())) {
                throw new InputException("%s: option %s is \"%s\", expected %s."
                        .formatted(owner, option.name(), entry.getValue(), option.range()));
            }
            all.values.put(option.name(), entry.getValue());
        }
        return all;
    }

    private static InputException unknown(String owner, String name, Iterable<String> known) {
        String names = String.join(", ", known);
        return new InputException("%s: there is no option \"%s\"; %s."
                .formatted(owner, name, names.isEmpty() ? "it has none" : "its options are " + names));
    }

    /** The value of an option. */
    public String text(MethodOption option) {
        String value = values.get(option.name());
        if (value == null) {
            throw new IllegalArgumentException("no option " + option.name());
        }
        return value;
    }

    /** The value of an option that is a number. */
    public double number(MethodOption option) {
        return Double.parseDouble(text(option));
    }

    /** The value of an option that is a whole number. */
    public long whole(MethodOption option) {
        return Long.parseLong(text(option));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
