package io.foldline.kafka;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whose task is handed out next: that of the run with the highest priority, among these of the one with the fewest tasks
 * at work, among these of the one that came first. So a small run gets its share beside a large one, and a run whose
 * tasks are slow does not keep more of the workers than others do.
 */
final class HandOut {
    private static final Comparator<Entry> ORDER = Comparator.comparingInt(
                    (Entry entry) -> -entry.share().priority())
            .thenComparingInt(entry -> entry.share().out())
            .thenComparingLong(entry -> entry.share().order())
            .thenComparing(Entry::runId);

    private final Map<String, Share> shares = new HashMap<>();
    private final TreeSet<Entry> waiting = new TreeSet<>(ORDER);
    private int out;

    /**
     * The share that a run has of the workers.
     *
     * @param priority higher ones first
     * @param order lower ones came first
     * @param waiting tasks that may be handed out
     * @param out tasks that were handed out and are not back
     */
    record Share(int priority, long order, int waiting, int out) {}

    private record Entry(String runId, Share share) {}

    /** The share that a run has now. */
    void put(String runId, Share share) {
        remove(runId);
        shares.put(runId, share);
        out += share.out();
        if (share.waiting() > 0) {
            waiting.add(new Entry(runId, share));
        }
    }

    /** A run has no share any more. */
    void remove(String runId) {
        Share former = shares.remove(runId);
        if (former != null) {
            out -= former.out();
            waiting.remove(new Entry(runId, former));
        }
    }

    /** The run whose task is to be handed out; empty if none waits, or {@code depth} tasks are out. */
    Optional<String> next(int depth) {
        return waiting.isEmpty() || out >= depth
                ? Optional.empty()
                : Optional.of(waiting.first().runId());
    }

    /** Whether some run has a task to hand out. */
    boolean waits() {
        return !waiting.isEmpty();
    }
}
