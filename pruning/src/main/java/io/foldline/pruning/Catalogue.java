package io.foldline.pruning;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Things that a user picks by name.
 *
 * @param <E> what is listed
 */
public final class Catalogue<E> {
    private final String kind;
    private final Map<String, E> entries = new TreeMap<>();

    /**
     * @param kind what the entries are, for messages, such as {@code method}
     * @throws IllegalArgumentException if two entries have one name
     */
    public Catalogue(String kind, Function<E, String> name, List<E> entries) {
        this.kind = kind;
        for (E entry : entries) {
            if (this.entries.put(name.apply(entry), entry) != null) {
                throw new IllegalArgumentException("two entries named " + name.apply(entry));
            }
        }
    }

    /** @throws InputException if there is none; the message lists the known names */
    public E named(String name) {
        E entry = entries.get(name);
        if (entry == null) {
            throw new InputException(
                    "Unknown %s \"%s\"; known are: %s.".formatted(kind, name, String.join(", ", entries.keySet())));
        }
        return entry;
    }

    /** All entries by ascending name. */
    public List<E> all() {
        return List.copyOf(entries.values());
    }
}
