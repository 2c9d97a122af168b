package io.foldline.evaluator.task;

import java.util.List;

/**
 * What is asked about an item: pairs of a context and a continuation. For generation the context alone.
 *
 * @param pairs of context and continuation
 * @param choices as they are counted by length, without delimiters; empty where there is nothing to choose
 * @param gold numbers of the choices that are right; empty where none is, or there is nothing to choose
 * @param targets texts that are right
 */
public record Prompt(List<Pair> pairs, List<String> choices, List<Integer> gold, List<String> targets) {
    public Prompt {
        pairs = List.copyOf(pairs);
        choices = List.copyOf(choices);
        gold = List.copyOf(gold);
        targets = List.copyOf(targets);
    }

    /** A continuation of a context. */
    public record Pair(String context, String continuation) {}
}
