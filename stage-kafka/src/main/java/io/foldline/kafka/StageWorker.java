package io.foldline.kafka;

import io.foldline.event.FailureKind;
import io.foldline.event.ReleaseReason;
import io.foldline.event.TaskId;
import io.foldline.kafka.RunSignals.Releases;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.StageTopics;
import io.foldline.stage.Failure;
import io.foldline.stage.Stage;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks from the queue, one at a time, and sends their results. A task leaves the queue only when its result, or
 * its failure, is on the broker: so it is worked on at least once, whatever dies.
 */
final class StageWorker<T extends SpecificRecord, R extends SpecificRecord> implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StageWorker.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final StageTopics<?, T, R, ?> topics;
    private final WorkerSetup setup;
    private final String name;
    private final TaskWork<T, R> work;
    private final TaskReports reports;
    private final Backoff backoff;
    private volatile @Nullable TaskQueue open;

    StageWorker(StageTopics<?, T, R, ?> topics, Stage<?, T, R, ?> stage, WorkerSetup setup, String name) {
        this.topics = topics;
        this.setup = setup;
        this.name = name;
        this.work = new TaskWork<>(topics, stage, setup, name);
        this.reports = new TaskReports(setup.sender(), name);
        this.backoff = new Backoff(setup.options().firstRetry());
    }

    @Override
    public void run() {
        try (WorkThread thread = new WorkThread(name + "-work")) {
            while (!setup.drain().begun()) {
                takeMany(thread);
                BrokerAbsence.await(setup.settings(), setup.drain()::begun);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("worker {} stops", name, e);
            setup.onFatal().accept(e);
        }
    }

    /** Takes tasks until the worker ends or the broker is away. */
    private void takeMany(WorkThread thread) {
        String group = StageBinding.of(topics).workers();
        try (TaskQueue queue =
                new TaskQueue(setup.settings(), group, topics.task().name(), name)) {
            open = queue;
            while (!setup.drain().begun() && !queue.isAlone()) {
                takeOne(queue, thread);
            }
        }
    }

    /** Has a worker that waits for a task look up. */
    void wake() {
        TaskQueue queue = open;
        if (queue != null) {
            queue.wake();
        }
    }

    private void takeOne(TaskQueue queue, WorkThread thread) {
        try {
            Optional<Delivery> delivery = queue.next(POLL, this::lostUnbegun);
            if (delivery.isPresent()) {
                handle(delivery.get(), queue, thread);
            }
        } catch (RetriableException e) {
            LOG.warn("worker {}: the broker does not answer as it should, trying again", name, e);
        }
    }

    private void handle(Delivery delivery, TaskQueue queue, WorkThread thread) {
        AtomicReference<@Nullable TaskId> known = new AtomicReference<>();
        Hold hold = new Hold(queue, delivery, setup.drain(), () -> lost(known.get(), delivery));
        AcknowledgeType how;
        try {
            Optional<T> task = decode(delivery, hold);
            if (task.isPresent()) {
                TaskId id = taskId(task.get());
                known.set(id);
                setup.active().enter(id.getRunId());
                try {
                    how = handle(new Current<>(id, task.get(), delivery, hold), thread);
                } finally {
                    setup.active().leave(id.getRunId());
                }
            } else {
                how = giveBackUnread(delivery);
            }
        } catch (UndecodableException e) {
            how = afterPoison(delivery, hold, e);
        }
        hold.settle(how);
    }

    /** A task in the hands of this worker. */
    private record Current<T>(TaskId id, T task, Delivery delivery, Hold hold) {}

    /** The task; empty if the worker has to end before the schema registry answers. */
    private Optional<T> decode(Delivery delivery, Hold hold) {
        for (int tries = 1; !setup.drain().begun(); tries++) {
            try {
                return Optional.of(
                        setup.codec().decode(topics.task(), delivery.record().value()));
            } catch (IOException e) {
                LOG.warn("worker {}: cannot decode a task now, trying again", name, e);
                hold.pause(backoff.after(tries));
            }
        }
        return Optional.empty();
    }

    /** What to tell the broker about the task. */
    private AcknowledgeType handle(Current<T> current, WorkThread thread) {
        TaskId id = current.id();
        Delivery delivery = current.delivery();
        if (setup.signals().ended(id)) {
            LOG.debug("worker {} leaves out {}, whose run has ended", name, id);
            return done(current);
        }
        boolean caughtUp = delivery.total() == 1
                || current.hold().await(setup.catchUp().get()).orElse(false);
        Releases releases = setup.signals().releases(id);
        int deaths = delivery.total() - 1 - releases.all();
        if (caughtUp && deaths >= Deliveries.MAX_DEATHS) {
            return fail(current, FailureKind.POISON, poison(deaths));
        }
        if (delivery.count() >= Deliveries.RENEWAL && reports.anew(delivery)) {
            return AcknowledgeType.ACCEPT;
        }
        Optional<WorkThread.Outcome<TaskId>> outcome = current.hold().await(thread.submit(() -> {
            work.run(id, current.task(), delivery);
            return id;
        }));
        if (outcome.isEmpty()) {
            LOG.warn("worker {} stops in the middle of {}", name, id);
            return giveBack(current);
        }
        return outcome.get() instanceof WorkThread.Failed<TaskId> failed
                ? afterFailure(current, failed.cause(), releases.faults() + 1)
                : done(current);
    }

    private AcknowledgeType afterFailure(Current<T> current, Throwable cause, int failures) {
        TaskId id = current.id();
        Failure failure = Failure.of(cause);
        if (failure instanceof Failure.EndRun end) {
            LOG.warn("worker {}: {} cannot succeed", name, id, cause);
            return fail(current, end.kind(), end.message());
        }
        if (failure instanceof Failure.GiveUp && setup.signals().ended(id)) {
            return done(current);
        }
        if (failure instanceof Failure.GiveUp && setup.drain().asked()) {
            return giveBack(current);
        }
        if (failure instanceof Failure.Fatal) {
            LOG.error("worker {}: {} cannot be worked on here", name, id, cause);
            setup.drain().begin(setup.options().grace(), WorkerPool.LEAVE);
            setup.onFatal().accept(cause);
        }
        int most = setup.options().maxFailures();
        LOG.warn("worker {}: {} failed, {} of {} times", name, id, failures, most, cause);
        if (failures >= most) {
            return fail(current, FailureKind.RETRIES_EXHAUSTED, Failure.text(cause));
        }
        reports.released(id, ReleaseReason.FAULT, Failure.text(cause), current.delivery());
        return release(current.hold(), failures);
    }

    private AcknowledgeType fail(Current<T> current, FailureKind kind, String message) {
        if (reports.failed(current.id(), kind, message, current.delivery())) {
            return done(current);
        }
        // Nobody would hear of it: the next one finds the same and says so.
        return release(current.hold(), 1);
    }

    /** The task leaves the queue, and what was saved for it is not needed any more. */
    private AcknowledgeType done(Current<T> current) {
        try {
            TaskContext.saved(setup.artifacts(), current.id()).delete();
        } catch (IOException | RuntimeException e) {
            LOG.warn("worker {}: what was saved of {} stays", name, current.id(), e);
        }
        return AcknowledgeType.ACCEPT;
    }

    private AcknowledgeType giveBack(Current<T> current) {
        reports.released(current.id(), ReleaseReason.STOPPED, "", current.delivery());
        return AcknowledgeType.RELEASE;
    }

    /** Without its name, it cannot be said that the task was given back; as a new record it needs not be. */
    private AcknowledgeType giveBackUnread(Delivery delivery) {
        return reports.anew(delivery) ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE;
    }

    private void lostUnbegun(Delivery delivery) {
        try {
            lost(taskId(setup.codec().decode(topics.task(), delivery.record().value())), delivery);
        } catch (IOException | UndecodableException e) {
            LOG.debug("worker {}: a task that was lost cannot be read", name, e);
        }
    }

    /** So that it does not look as if the worker had died. */
    private void lost(@Nullable TaskId id, Delivery delivery) {
        if (id != null) {
            reports.released(id, ReleaseReason.STOPPED, "the lock on the task was lost", delivery);
        }
    }

    private AcknowledgeType afterPoison(Delivery delivery, Hold hold, UndecodableException cause) {
        if (!reports.deadLetter(topics.stage(), delivery, cause)) {
            return release(hold, delivery.count());
        }
        byte[] key = delivery.record().key();
        if (key != null) {
            TaskId unknown =
                    new TaskId(new String(key, StandardCharsets.UTF_8), topics.stage(), StageRuns.UNREAD, 1, 0, 0);
            String message = Objects.toString(cause.getMessage());
            if (!reports.failed(unknown, FailureKind.POISON, message, delivery)) {
                return release(hold, delivery.count());
            }
        }
        return AcknowledgeType.ACCEPT;
    }

    /** Gives the task back after a while, so that nobody takes it at once. */
    private AcknowledgeType release(Hold hold, int tries) {
        hold.pause(backoff.after(tries));
        return AcknowledgeType.RELEASE;
    }

    private static String poison(int deaths) {
        return "its worker died " + deaths + " times, or was cut off from the broker; is there too little memory?"
                + " See the logs of the workers";
    }

    private static TaskId taskId(SpecificRecord task) {
        TaskId id = Identity.task(task);
        if (id == null) {
            throw new UndecodableException(task.getSchema().getName() + ": expected a field task, found none");
        }
        return id;
    }
}
