package io.foldline.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that workers of this process are working for. Safe for use by several threads. */
final class ActiveRuns {
    private final Map<String, Integer> workers = new ConcurrentHashMap<>();

    void enter(String runId) {
        workers.merge(runId, 1, Integer::sum);
    }

    void leave(String runId) {
        workers.computeIfPresent(runId, (id, count) -> count == 1 ? null : count - 1);
    }

    boolean contains(String runId) {
        return workers.containsKey(runId);
    }
}
