package io.foldline.kafka.log;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * The attempts at a run. Attempt 0 is the request; attempt n + 1 begins when attempt n has failed and a retry asks for
 * n + 1. The failure and the retry stand in different topics and are heard in any order: what was heard decides, not
 * when. A retry that names an attempt whose predecessor never fails has no effect.
 *
 * @param current the newest attempt that has begun
 * @param failures attempts from {@code current} on that are known to have failed
 * @param retries attempts after {@code current} that are known to be wanted
 */
public record Attempts(int current, Set<Integer> failures, Set<Integer> retries) {
    /** Nothing has failed, nothing was retried. */
    public static final Attempts FIRST = new Attempts(0, Set.of(), Set.of());

    public Attempts {
        failures = Set.copyOf(failures);
        retries = Set.copyOf(retries);
    }

    /** With the news that an attempt has failed. */
    public Attempts failed(int attempt) {
        return new Attempts(current, with(failures, attempt), retries).settle();
    }

    /** With the wish that an attempt begin. */
    public Attempts retried(int attempt) {
        return new Attempts(current, failures, with(retries, attempt)).settle();
    }

    /** Whether the newest attempt has failed. */
    public boolean failed() {
        return failures.contains(current);
    }

    private Attempts settle() {
        int newest = current;
        while (failures.contains(newest) && retries.contains(newest + 1)) {
            newest++;
        }
        int begun = newest;
        return new Attempts(begun, only(failures, n -> n >= begun), only(retries, n -> n > begun));
    }

    private static Set<Integer> with(Set<Integer> set, int attempt) {
        Set<Integer> more = new TreeSet<>(set);
        more.add(attempt);
        return more;
    }

    private static Set<Integer> only(Set<Integer> set, IntPredicate kept) {
        Set<Integer> rest = new TreeSet<>(set);
        rest.removeIf(n -> !kept.test(n));
        return rest;
    }
}
