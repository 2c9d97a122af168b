package io.foldline.model;

import java.util.List;
import java.util.Set;

/** Says when a text that is generated has ended. */
@FunctionalInterface
public interface StopRule {
    /**
     * @param prompt number of the prompt, from 0
     * @param generated what has followed it so far, at least one token; not to be kept
     * @return true if nothing more is to follow
     */
    boolean ends(int prompt, List<Integer> generated);

    /** Ends a text behind any of some tokens. */
    static StopRule at(Set<Integer> ids) {
        return (prompt, generated) -> ids.contains(generated.get(generated.size() - 1));
    }

    /** Ends a text where this or another rule does. */
    default StopRule or(StopRule other) {
        return (prompt, generated) -> ends(prompt, generated) || other.ends(prompt, generated);
    }
}
