package io.foldline.kafka;

import io.foldline.event.FailureKind;
import io.foldline.event.ReleaseReason;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.event.TaskReleased;
import io.foldline.kafka.wire.DeadLetter;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what became of a delivery that has no result. For whoever reads the log, and for the next worker.
 *
 * @param worker name of the worker
 */
record TaskReports(EventSender sender, String worker) {
    private static final Logger LOG = LoggerFactory.getLogger(TaskReports.class);

    /** @return whether it is on the broker */
    boolean failed(TaskId id, FailureKind kind, String message, Delivery delivery) {
        return send(Topics.TASK_FAILED, new TaskFailed(id, kind, message, worker, delivery.total()), delivery);
    }

    /** @return whether it is on the broker */
    boolean released(TaskId id, ReleaseReason reason, String message, Delivery delivery) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        TaskReleased event = new TaskReleased(id, reason, message, worker, delivery.total(), now);
        return send(Topics.TASK_RELEASED, event, delivery);
    }

    /**
     * Sends a task as a new record, in place of the one that was delivered.
     *
     * @return whether it is on the broker
     */
    boolean anew(Delivery delivery) {
        try {
            sender.send(delivery.anew());
            return true;
        } catch (IOException e) {
            LOG.warn("worker {}: cannot send a task anew", worker, e);
            return false;
        }
    }

    /** @return whether the task is set aside */
    boolean deadLetter(String stage, Delivery delivery, Throwable cause) {
        LOG.warn("worker {}: a task goes to {}: {}", worker, Topics.DEAD_LETTER, cause.getMessage());
        try {
            sender.send(DeadLetter.of(
                    delivery.origin(stage),
                    delivery.record().key(),
                    delivery.record().value(),
                    delivery.record().headers(),
                    cause));
            return true;
        } catch (IOException e) {
            LOG.warn("worker {}: cannot set a task aside now", worker, e);
            return false;
        }
    }

    private <E extends SpecificRecord> boolean send(Topic<E> topic, E event, Delivery delivery) {
        try {
            sender.send(sender.record(topic, event, delivery.record().headers()));
            return true;
        } catch (IOException e) {
            LOG.warn("worker {}: cannot report {} now", worker, event, e);
            return false;
        }
    }
}
