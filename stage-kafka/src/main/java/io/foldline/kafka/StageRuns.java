package io.foldline.kafka;

import io.foldline.event.FailureKind;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.kafka.RunHead.Claim;
import io.foldline.kafka.RunHead.Phase;
import io.foldline.kafka.log.Attempts;
import io.foldline.schemas.Topics;
import io.foldline.stage.Rounds;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a stage takes part in runs. Events of different topics come in any order and more than once; each changes what is
 * known of the run, and the stage then does what follows from that: split, gather, or wait.
 */
final class StageRuns {
    private static final Logger LOG = LoggerFactory.getLogger(StageRuns.class);

    /** Index of a task that could not be read. */
    static final int UNREAD = -1;

    /** What splits may take of a transaction, which must not take long; the rest comes in the next one. */
    private static final long SPLIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String stage;
    private final StageSteps<?, ?, ?, ?> steps;
    private final RunStore store;
    private final TaskSender<?> tasks;
    private final Emitter emitter;
    private final Set<String> dated = new HashSet<>();
    private long nextOrder;

    StageRuns(String stage, StageSteps<?, ?, ?, ?> steps, RunStore store, TaskSender<?> tasks, Emitter emitter) {
        this.stage = stage;
        this.steps = steps;
        this.store = store;
        this.tasks = tasks;
        this.emitter = emitter;
        store.forEach((runId, head) -> {
            nextOrder = Math.max(nextOrder, head.claim().order() + 1);
            noticed(runId, head);
        });
    }

    /** Whether the input of a round of a run was met before, or is not wanted any more. */
    boolean hasArrived(String runId, int round) {
        return store.head(runId).hasArrived(round);
    }

    /** The event that the stage begins with. */
    void arrived(String runId, RunRequested request, byte[] input, Headers cause) throws IOException {
        Instant deadline = request.getDeadline();
        Claim claim = new Claim(
                request.getPriority(), nextOrder++, deadline == null ? Claim.NO_DEADLINE : deadline.toEpochMilli());
        store.putInput(runId, input, cause);
        update(runId, store.head(runId).arrived(Rounds.of(request), claim));
    }

    /** A result, of whichever attempt. */
    void result(TaskId task, byte[] value) throws IOException {
        String runId = task.getRunId();
        RunHead head = store.head(runId);
        if (!isMissing(head, task)) {
            LOG.debug("{}: result {} came before, or was not asked for", stage, task);
            return;
        }
        store.putResult(runId, task.getIndex(), value);
        tasks.cameBack();
        update(runId, head.with(head.tasks().result(task.getIndex())));
    }

    /** A result of a run cannot be read. */
    void resultUnread(String runId, String message) throws IOException {
        RunHead head = store.head(runId);
        if (head.phase() == Phase.SPLIT && head.active()) {
            fail(runId, head, FailureKind.INTERNAL, "a result cannot be read: " + message);
        }
    }

    /** A task was given up. */
    void taskFailed(TaskFailed event) throws IOException {
        TaskId task = event.getTask();
        RunHead head = store.head(task.getRunId());
        if (head.phase() != Phase.SPLIT || !head.active()) {
            return;
        }
        if (task.getIndex() == UNREAD) {
            // Nobody can say which attempt it belongs to; the run has no other end.
            fail(task.getRunId(), head, event.getKind(), "a task cannot be read: " + event.getMessage());
            return;
        }
        if (task.getAttempt() != head.attempts().current()) {
            return;
        }
        if (!isMissing(head, task)) {
            LOG.debug("{}: {} was given up, but its result is there", stage, task);
            return;
        }
        String message = "task %d of %d: %s".formatted(task.getIndex() + 1, task.getCount(), event.getMessage());
        fail(task.getRunId(), head, event.getKind(), message);
    }

    /** The run has failed, in this stage or in another one. */
    void failed(RunFailed event) throws IOException {
        RunHead head = store.head(event.getRunId());
        update(event.getRunId(), head, head.attempts().failed(event.getAttempt()));
    }

    /** The run is to be left. */
    void cancelled(String runId) {
        RunHead head = store.head(runId);
        if (head.phase() != Phase.CLOSED) {
            leave(runId, head, RunHead.CLOSED);
        }
    }

    /** The run is to be paused, resumed or retried. */
    void controlled(RunControlled event) throws IOException {
        RunHead head = store.head(event.getRunId());
        switch (event.getAction()) {
            case PAUSE -> pause(event.getRunId(), head, true);
            case RESUME -> pause(event.getRunId(), head, false);
            case RETRY -> update(event.getRunId(), head, head.attempts().retried(event.getAttempt()));
            case UNKNOWN -> LOG.warn("{}: run {}: unknown wish left out", stage, event.getRunId());
        }
    }

    /**
     * Hands out what there is room for. A run is split when its turn comes, so that of many runs that come at once only
     * inputs have to be kept.
     */
    void handOut() throws IOException {
        long begin = System.nanoTime();
        for (Optional<String> next = tasks.next(); next.isPresent(); next = tasks.next()) {
            RunHead head = store.head(next.get());
            if (head.phase() == Phase.SPLIT) {
                tasks.send(next.get(), head);
            } else if (System.nanoTime() - begin < SPLIT_NANOS) {
                split(next.get(), head);
            } else {
                return;
            }
        }
    }

    /** Fails what has not ended in time. */
    void checkDeadlines() throws IOException {
        for (String runId : List.copyOf(dated)) {
            RunHead head = store.head(runId);
            if (overdue(head)) {
                failOverdue(runId, head);
            }
        }
    }

    /** Whether time alone can bring something to do. */
    boolean watchesTime() {
        return tasks.waits() || !dated.isEmpty();
    }

    private void pause(String runId, RunHead head, boolean now) throws IOException {
        if (head.phase() != Phase.CLOSED && head.paused() != now) {
            update(runId, head.paused(now));
        }
    }

    private void update(String runId, RunHead head, Attempts news) throws IOException {
        if (head.phase() != Phase.CLOSED && !news.equals(head.attempts())) {
            update(runId, head.with(news));
        }
    }

    /** Remembers what is known now, and does what follows from it. */
    private void update(String runId, RunHead head) throws IOException {
        store.put(runId, head);
        noticed(runId, head);
        if (!head.active()) {
            return;
        }
        if (head.phase() == Phase.SPLIT && head.tasks().complete()) {
            gather(runId, head);
        } else if (overdue(head)) {
            failOverdue(runId, head);
        }
    }

    private void split(String runId, RunHead head) throws IOException {
        Attempt<List<byte[]>> split = steps.split(runId, head.round(), store.input(runId, head));
        if (split instanceof Attempt.Ended<List<byte[]>> ended) {
            fail(runId, head, ended.kind(), ended.message());
        } else if (split instanceof Attempt.Done<List<byte[]>> done) {
            for (int i = 0; i < done.value().size(); i++) {
                store.putTask(runId, i, done.value().get(i));
            }
            LOG.info("{}: run {} has {} tasks", stage, runId, done.value().size());
            update(runId, head.split(done.value().size()));
            emitter.commit();
        }
    }

    private void gather(String runId, RunHead head) throws IOException {
        Attempt<List<ProducerRecord<byte[], byte[]>>> gathered =
                steps.gather(store.input(runId, head), store.results(runId, head), store.cause(runId, head));
        if (gathered instanceof Attempt.Ended<List<ProducerRecord<byte[], byte[]>>> ended) {
            fail(runId, head, ended.kind(), ended.message());
        } else if (gathered instanceof Attempt.Done<List<ProducerRecord<byte[], byte[]>>> done) {
            done.value().forEach(emitter::forward);
            leave(runId, head, head.passed());
            LOG.info("{}: run {} is complete", stage, runId);
            emitter.commit();
        }
    }

    private void failOverdue(String runId, RunHead head) throws IOException {
        Instant deadline = Instant.ofEpochMilli(head.claim().deadline());
        fail(
                runId,
                head,
                FailureKind.DEADLINE,
                "expected the end of the run by its deadline " + deadline + ", found it in the stage " + stage
                        + "; submit it anew with a later deadline");
    }

    /** Ends the attempt. What there is of it is kept for a retry. */
    private void fail(String runId, RunHead head, FailureKind kind, String message) throws IOException {
        LOG.warn("{}: run {} failed: {}", stage, runId, message);
        int attempt = head.attempts().current();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        emitter.forward(emitter.prepare(
                Topics.RUN_FAILED, new RunFailed(runId, stage, kind, message, now, attempt), store.cause(runId, head)));
        update(runId, head.with(head.attempts().failed(attempt)));
        emitter.commit();
    }

    private void leave(String runId, RunHead head, RunHead after) {
        store.forget(runId, head);
        store.put(runId, after);
        noticed(runId, after);
    }

    private void noticed(String runId, RunHead head) {
        tasks.changed(runId, head);
        if (head.active() && head.claim().deadline() != Claim.NO_DEADLINE) {
            dated.add(runId);
        } else {
            dated.remove(runId);
        }
    }

    private boolean overdue(RunHead head) {
        return head.claim().deadline() <= emitter.now();
    }

    private boolean isMissing(RunHead head, TaskId task) {
        int index = task.getIndex();
        return head.phase() == Phase.SPLIT
                && task.getRound() == head.round()
                && index >= 0
                && index < head.tasks().tasks()
                && store.isMissing(task.getRunId(), head, index);
    }
}
