package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import io.foldline.event.Plan;
import io.foldline.event.Round;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskId;
import io.foldline.kafka.wire.Example;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.StageTopics;
import io.foldline.stage.Rounds;
import io.foldline.stage.Stage;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A stage on the contracts of a real one that computes nothing: the model of the request says what it does. Splits into
 * as many tasks as the request says; refuses to gather results that are out of order.
 */
final class Toy<I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
        implements Stage<I, T, R, O> {
    private static final String ROUNDS = "rounds:";

    private final StageTopics<I, T, R, O> topics;
    private final Work work;

    /** What the toy does instead of work. */
    @FunctionalInterface
    interface Work {
        void on(TaskId task, RunRequested request, WorkContext context) throws IOException;

        /** See {@link Stage#fingerprint}. */
        default Optional<String> fingerprint(TaskId task, RunRequested request) throws IOException {
            return Optional.empty();
        }

        /** See {@link Stage#discard}. */
        default void discard(RunCancelled event) {}
    }

    Toy(StageTopics<I, T, R, O> topics, Work work) {
        this.topics = topics;
        this.work = work;
    }

    /** A toy whose work is done at once. */
    Toy(StageTopics<I, T, R, O> topics) {
        this(topics, (task, request, context) -> {});
    }

    /** A request of {@code tasks} tasks in each stage. */
    static RunRequested request(String runId, int tasks, String model) {
        RunRequested request = Example.of(RunRequested.class);
        request.setRunId(runId);
        request.setTasksPerStage(tasks);
        request.setModel(model);
        request.setPriority(0);
        request.setDeadline(null);
        request.setRound(null);
        return request;
    }

    /** A request that passes the solver so many times before it goes on. */
    static RunRequested rounds(String runId, int tasks, int rounds) {
        return request(runId, tasks, ROUNDS + rounds);
    }

    /** The same in a later round. */
    static RunRequested inRound(RunRequested request, int number) {
        RunRequested later = RunRequested.newBuilder(request).build();
        later.setRound(new Round(number, number + 1, Example.of(Plan.class), List.of(), List.of(), List.of()));
        return later;
    }

    @Override
    public List<T> split(I event) {
        RunRequested request = request(event);
        if (request.getModel().equals("refused by split")) {
            throw new InputException("the toy does not split this");
        }
        List<T> tasks = new ArrayList<>();
        for (int i = 0; i < request.getTasksPerStage(); i++) {
            T task = Example.of(topics.task().type());
            put(
                    task,
                    "task",
                    new TaskId(
                            request.getRunId(), topics.stage(), i, request.getTasksPerStage(), 0, Rounds.of(request)));
            put(task, "request", request);
            tasks.add(task);
        }
        return tasks;
    }

    @Override
    public R work(T task, WorkContext context) throws IOException {
        TaskId id = Objects.requireNonNull(Identity.task(task));
        work.on(id, request(task), context);
        R result = Example.of(topics.result().type());
        put(result, "task", id);
        return result;
    }

    @Override
    public Optional<String> fingerprint(T task) throws IOException {
        return work.fingerprint(Objects.requireNonNull(Identity.task(task)), request(task));
    }

    @Override
    public void discard(RunCancelled event) {
        work.discard(event);
    }

    @Override
    public O gather(I event, List<R> results) {
        RunRequested request = request(event);
        if (results.size() != request.getTasksPerStage()) {
            throw new IllegalStateException(results.size() + " results");
        }
        for (int i = 0; i < results.size(); i++) {
            if (Objects.requireNonNull(Identity.task(results.get(i))).getIndex() != i) {
                throw new IllegalStateException("results out of order at " + i);
            }
        }
        O completed = Example.of(topics.completed().type());
        put(completed, "request", request);
        return completed;
    }

    /** Only the solver begins another round. */
    @Override
    public Optional<RunRequested> again(O event, Instant now) {
        RunRequested request = request(event);
        if (!topics.stage().equals("solver") || !request.getModel().startsWith(ROUNDS)) {
            return Optional.empty();
        }
        int next = Rounds.of(request) + 1;
        int rounds = Integer.parseInt(request.getModel().substring(ROUNDS.length()));
        return next < rounds ? Optional.of(inRound(request, next)) : Optional.empty();
    }

    private static RunRequested request(SpecificRecord event) {
        return event instanceof RunRequested request
                ? request
                : (RunRequested) event.get(event.getSchema().getField("request").pos());
    }

    private static void put(SpecificRecord record, String field, Object value) {
        record.put(record.getSchema().getField(field).pos(), value);
    }
}
