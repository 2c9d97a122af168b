package io.foldline.evaluator;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a task or group besides its scores.
 *
 * @param alias what it is called in tables
 * @param version counts changes after which scores differ; empty where it has none
 * @param fewShot examples shown before each item; empty for a group
 * @param dataSet of the hub that its items are from; empty where they are the user's
 * @param metrics in their order
 * @param depth number of groups around it
 */
public record TaskFacts(
        String name,
        String alias,
        Optional<String> version,
        OptionalInt fewShot,
        Optional<String> dataSet,
        List<Metric> metrics,
        int depth) {
    public TaskFacts {
        metrics = List.copyOf(metrics);
    }

    /** The alias, set in by the groups around it. */
    public String shown() {
        return depth == 0 ? alias : " ".repeat(depth) + "- " + alias;
    }

    /** Whether it is a group of tasks. */
    public boolean group() {
        return fewShot.isEmpty();
    }
}
