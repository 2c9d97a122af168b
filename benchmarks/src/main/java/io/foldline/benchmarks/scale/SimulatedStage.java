package io.foldline.benchmarks.scale;

import io.foldline.event.BlocksScored;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskId;
import io.foldline.kafka.wire.Example;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.StageTopics;
import io.foldline.stage.Rounds;
import io.foldline.stage.Stage;
import io.foldline.stage.WorkContext;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A stage on the contracts of a real one whose work is to sleep. Its events have the sizes of real ones; it splits into
 * as many tasks as the request says.
 *
 * @param work time that a task takes
 */
record SimulatedStage<
                I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>(
        StageTopics<I, T, R, O> topics, Duration work) implements Stage<I, T, R, O> {
    /** Candidate cuts of a model with 32 blocks. */
    private static final int CANDIDATES = 25;

    @Override
    public List<T> split(I event) {
        RunRequested request = request(event);
        int tasks = request.getTasksPerStage();
        return IntStream.range(0, tasks)
                .mapToObj(i -> {
                    T task = Example.of(topics.task().type());
                    put(task, "task", new TaskId(request.getRunId(), topics.stage(), i, tasks, 0, Rounds.of(request)));
                    put(task, "request", request);
                    return task;
                })
                .toList();
    }

    @Override
    public R work(T task, WorkContext context) {
        sleep();
        R result = Example.of(topics.result().type());
        put(result, "task", Identity.task(task));
        return result;
    }

    @Override
    public O gather(I event, List<R> results) {
        O completed = Example.of(topics.completed().type());
        if (completed instanceof BlocksScored scored) {
            scored.setCandidates(
                    Collections.nCopies(CANDIDATES, scored.getCandidates().get(0)));
        }
        put(completed, "request", request(event));
        return completed;
    }

    private void sleep() {
        if (work.isZero()) {
            return;
        }
        try {
            Thread.sleep(work.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RunRequested request(SpecificRecord event) {
        return event instanceof RunRequested request
                ? request
                : (RunRequested) event.get(event.getSchema().getField("request").pos());
    }

    private static void put(SpecificRecord record, String field, @Nullable Object value) {
        record.put(record.getSchema().getField(field).pos(), value);
    }
}
