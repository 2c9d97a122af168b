package io.foldline.kafka.log;

import io.foldline.event.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What was read of one stage of one run so far, round by round. */
final class StageState {
    private final String stage;
    private final Map<Integer, Pass> rounds = new TreeMap<>();

    /** The stage in one round. */
    private static final class Pass {
        private final BitSet results = new BitSet();
        private int tasks;
        private int reused;
        private double workSeconds;
        private @Nullable SpecificRecord completed;
        private @Nullable Instant endedAt;
    }

    StageState(String stage) {
        this.stage = stage;
    }

    void task(TaskId task) {
        Pass pass = in(task.getRound());
        pass.tasks = Math.max(pass.tasks, task.getCount());
    }

    /** @param again whether it is the result of an earlier run */
    void result(TaskId task, double seconds, boolean again) {
        task(task);
        Pass pass = in(task.getRound());
        if (task.getIndex() >= 0 && !pass.results.get(task.getIndex())) {
            pass.results.set(task.getIndex());
            pass.workSeconds += seconds;
            pass.reused += again ? 1 : 0;
        }
    }

    void completed(int round, SpecificRecord event, Instant at) {
        Pass pass = in(round);
        if (pass.completed == null) {
            pass.completed = event;
            pass.endedAt = at;
        }
    }

    /** The run went on to another round behind this stage, which has no event in this one. */
    void passed(int round, Instant at) {
        in(round).endedAt = at;
    }

    /** The latest round that the stage is known to have been in. */
    int latest() {
        return rounds.keySet().stream().mapToInt(round -> round).max().orElse(0);
    }

    /** When the stage ended in a round; null: not yet. */
    @Nullable
    Instant endedAt(int round) {
        Pass pass = rounds.get(round);
        return pass == null ? null : pass.endedAt;
    }

    /**
     * The stage in all rounds.
     *
     * @param starts when each round began here, as far as it is known, up to the one that the run is in
     */
    StageView view(List<@Nullable Instant> starts) {
        int current = starts.size() - 1;
        double seconds = 0;
        for (int round = 0; round <= current; round++) {
            Instant start = starts.get(round);
            Instant end = endedAt(round);
            seconds += start == null || end == null
                    ? 0
                    : Duration.between(start, end).toNanos() / 1e9;
        }
        int first = rounds.keySet().stream().findFirst().orElse(current);
        Pass last = rounds.getOrDefault(current, new Pass());
        return new StageView(
                stage,
                first <= current ? starts.get(first) : null,
                last.endedAt,
                rounds.values().stream().mapToInt(pass -> pass.tasks).sum(),
                rounds.values().stream()
                        .mapToInt(pass -> pass.results.cardinality())
                        .sum(),
                rounds.values().stream().mapToInt(pass -> pass.reused).sum(),
                rounds.values().stream().mapToDouble(pass -> pass.workSeconds).sum(),
                seconds,
                rounds.values().stream()
                        .map(pass -> pass.completed)
                        .filter(Objects::nonNull)
                        .toList(),
                last.completed);
    }

    private Pass in(int round) {
        return rounds.computeIfAbsent(round, number -> new Pass());
    }
}
