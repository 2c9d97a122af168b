package io.foldline.kafka.log;

import io.foldline.event.TaskId;
import java.time.Instant;
import java.util.BitSet;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What was read of one stage of one run so far. */
final class StageState {
    private final String stage;
    private final BitSet results = new BitSet();
    private int tasks;
    private int reused;
    private double workSeconds;
    private @Nullable SpecificRecord completed;
    private @Nullable Instant endedAt;

    StageState(String stage) {
        this.stage = stage;
    }

    void task(TaskId task) {
        tasks = Math.max(tasks, task.getCount());
    }

    /** @param again whether it is the result of an earlier run */
    void result(TaskId task, double seconds, boolean again) {
        task(task);
        if (task.getIndex() >= 0 && !results.get(task.getIndex())) {
            results.set(task.getIndex());
            workSeconds += seconds;
            reused += again ? 1 : 0;
        }
    }

    void completed(SpecificRecord event, Instant at) {
        if (completed == null) {
            completed = event;
            endedAt = at;
        }
    }

    StageView view(@Nullable Instant startedAt) {
        return new StageView(stage, startedAt, endedAt, tasks, results.cardinality(), reused, workSeconds, completed);
    }
}
