package io.foldline.cli.compare;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.PruningMethods;
import org.jspecify.annotations.Nullable;

/**
 * One of the methods that are compared.
 *
 * @param method name of the method
 * @param selector what chooses the blocks; null: what goes with the method
 */
public record Contender(String method, @Nullable String selector) {
    /** @throws InputException if there is no such method or selector */
    public Contender {
        PruningMethods.named(method);
        if (selector != null) {
            BlockSelectors.named(selector);
        }
    }

    /** Reads {@code METHOD} or {@code METHOD/SELECTOR}. */
    public static Contender parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Contender(text.strip(), null)
                : new Contender(
                        text.substring(0, slash).strip(),
                        text.substring(slash + 1).strip());
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return selector == null ? method : method + "/" + selector;
    }
}
