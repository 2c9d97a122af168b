package io.foldline.kafka;

import io.foldline.event.FailureKind;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.kafka.wire.DeadLetter;
import io.foldline.kafka.wire.Envelope;
import io.foldline.kafka.wire.Identity;
import io.foldline.kafka.wire.WorkHeaders;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import io.foldline.stage.Failure;
import io.foldline.stage.Stage;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks from the queue, one at a time, and sends their results. A task leaves the queue only when its result, or
 * its failure, is on the broker: so it is worked on at least once, whatever dies.
 */
final class StageWorker<T extends SpecificRecord, R extends SpecificRecord> implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StageWorker.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final StageTopics<?, T, R, ?> topics;
    private final Stage<?, T, R, ?> stage;
    private final WorkerSetup setup;
    private final String name;
    private final Backoff backoff;
    private volatile boolean stop;

    StageWorker(StageTopics<?, T, R, ?> topics, Stage<?, T, R, ?> stage, WorkerSetup setup, String name) {
        this.topics = topics;
        this.stage = stage;
        this.setup = setup;
        this.name = name;
        this.backoff = new Backoff(setup.firstRetry());
    }

    /** Asks the worker to end; work that is running is given back. */
    void stop() {
        stop = true;
    }

    @Override
    public void run() {
        String group = StageBinding.of(topics).workers();
        try (TaskQueue queue =
                        new TaskQueue(setup.settings(), group, topics.task().name(), name);
                WorkThread thread = new WorkThread(name + "-work")) {
            while (!stop) {
                takeOne(queue, thread);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("worker {} stops", name, e);
            setup.onFatal().accept(e);
        }
    }

    private void takeOne(TaskQueue queue, WorkThread thread) {
        try {
            Optional<Delivery> delivery = queue.next(POLL);
            if (delivery.isPresent()) {
                Hold hold = new Hold(queue, delivery.get());
                hold.settle(handle(delivery.get(), hold, thread));
            }
        } catch (RetriableException e) {
            LOG.warn("worker {}: the broker does not answer as it should, trying again", name, e);
        }
    }

    /** What to tell the broker about the task. */
    private AcknowledgeType handle(Delivery delivery, Hold hold, WorkThread thread) {
        try {
            T task = setup.codec().decode(topics.task(), delivery.record().value());
            return handle(taskId(task), task, delivery, hold, thread);
        } catch (UndecodableException e) {
            return afterPoison(delivery, hold, e);
        } catch (IOException e) {
            LOG.warn("worker {}: cannot decode a task now", name, e);
            return release(delivery, hold);
        }
    }

    private AcknowledgeType handle(TaskId id, T task, Delivery delivery, Hold hold, WorkThread thread) {
        if (setup.ended().contains(id.getRunId())) {
            LOG.debug("worker {} leaves out {}, whose run has ended", name, id);
            return AcknowledgeType.ACCEPT;
        }
        if (delivery.count() > Deliveries.MAX) {
            String message =
                    "delivered " + delivery.count() + " times; it takes its workers down, or they stop too often";
            return fail(id, FailureKind.POISON, message, delivery, hold);
        }
        TaskContext context =
                new TaskContext(id, delivery.record().headers(), setup, name, () -> unwanted(id.getRunId()));
        long begin = System.nanoTime();
        Optional<WorkThread.Outcome<R>> outcome =
                hold.await(thread.submit(() -> stage.work(task, context)), () -> stop);
        if (outcome.isEmpty()) {
            LOG.warn("worker {} stops in the middle of {}", name, id);
            return AcknowledgeType.RELEASE;
        }
        if (outcome.get() instanceof WorkThread.Failed<R> failed) {
            return afterFailure(id, failed.cause(), delivery, hold);
        }
        R result = ((WorkThread.Done<R>) outcome.get()).result();
        return publish(id, result, (System.nanoTime() - begin) / 1e9, delivery, hold);
    }

    private AcknowledgeType publish(TaskId id, R result, double seconds, Delivery delivery, Hold hold) {
        try {
            if (!id.equals(Identity.task(result))) {
                throw new IllegalStateException("expected a result of " + id + ", found " + Identity.task(result));
            }
            ProducerRecord<byte[], byte[]> record = setup.sender()
                    .record(topics.result(), result, delivery.record().headers());
            Envelope.add(record.headers(), WorkHeaders.SECONDS, String.format(Locale.ROOT, "%.6f", seconds));
            Envelope.add(record.headers(), WorkHeaders.WORKER, name);
            Envelope.add(record.headers(), WorkHeaders.DELIVERIES, Integer.toString(delivery.count()));
            setup.sender().send(record);
            return AcknowledgeType.ACCEPT;
        } catch (IOException | RuntimeException e) {
            return afterFailure(id, e, delivery, hold);
        }
    }

    private AcknowledgeType afterFailure(TaskId id, Throwable cause, Delivery delivery, Hold hold) {
        Failure failure = Failure.of(cause);
        if (failure instanceof Failure.EndRun end) {
            return fail(id, end.kind(), end.message(), delivery, hold);
        }
        if (failure instanceof Failure.Fatal fatal) {
            LOG.error("worker {}: {} cannot be worked on here", name, id, cause);
            setup.onFatal().accept(fatal.cause());
            stop = true;
            return AcknowledgeType.RELEASE;
        }
        if (failure instanceof Failure.GiveUp && unwanted(id.getRunId())) {
            return stop ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT;
        }
        LOG.warn("worker {}: {} failed, delivery {} of {}", name, id, delivery.count(), Deliveries.MAX, cause);
        return delivery.count() >= Deliveries.MAX
                ? fail(id, FailureKind.RETRIES_EXHAUSTED, Failure.text(cause), delivery, hold)
                : release(delivery, hold);
    }

    private AcknowledgeType afterPoison(Delivery delivery, Hold hold, UndecodableException cause) {
        LOG.warn("worker {}: a task goes to {}: {}", name, Topics.DEAD_LETTER, cause.getMessage());
        byte[] key = delivery.record().key();
        try {
            setup.sender()
                    .send(DeadLetter.of(
                            delivery.origin(topics.stage()),
                            key,
                            delivery.record().value(),
                            delivery.record().headers(),
                            cause));
        } catch (IOException e) {
            LOG.warn("worker {}: cannot set a task aside now", name, e);
            return release(delivery, hold);
        }
        if (key == null) {
            return AcknowledgeType.ACCEPT;
        }
        TaskId unknown = new TaskId(new String(key, StandardCharsets.UTF_8), topics.stage(), 0, 1, 0);
        return fail(unknown, FailureKind.POISON, Objects.toString(cause.getMessage()), delivery, hold);
    }

    private AcknowledgeType fail(TaskId id, FailureKind kind, String message, Delivery delivery, Hold hold) {
        try {
            TaskFailed event = new TaskFailed(id, kind, message, name, delivery.count());
            setup.sender()
                    .send(setup.sender()
                            .record(Topics.TASK_FAILED, event, delivery.record().headers()));
            return AcknowledgeType.ACCEPT;
        } catch (IOException e) {
            LOG.warn("worker {}: cannot report the failure of {} now", name, id, e);
            return release(delivery, hold);
        }
    }

    /** Gives the task back after a while, so that nobody takes it at once. */
    private AcknowledgeType release(Delivery delivery, Hold hold) {
        hold.pause(backoff.after(delivery.count()), () -> stop);
        return AcknowledgeType.RELEASE;
    }

    private boolean unwanted(String runId) {
        return stop || setup.ended().contains(runId);
    }

    private static TaskId taskId(SpecificRecord task) {
        TaskId id = Identity.task(task);
        if (id == null) {
            throw new UndecodableException(task.getSchema().getName() + ": expected a field task, found none");
        }
        return id;
    }
}
