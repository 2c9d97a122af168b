package io.foldline.kafka;

import io.foldline.event.TaskId;
import io.foldline.kafka.HandOut.Share;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.Topic;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Sends the tasks of open runs to the workers, as the queue has room for them. */
final class TaskSender<T extends SpecificRecord> {
    private final String stage;
    private final Topic<T> topic;
    private final EventCodec codec;
    private final Emitter emitter;
    private final RunStore store;
    private final Depth depth;
    private final HandOut handOut = new HandOut();

    TaskSender(StageBinding<?, T, ?, ?> binding, EventCodec codec, Emitter emitter, RunStore store, Depth depth) {
        this.stage = binding.stage();
        this.topic = binding.topics().task();
        this.codec = codec;
        this.emitter = emitter;
        this.store = store;
        this.depth = depth;
    }

    /** Hears what is known of a run now. */
    void changed(String runId, RunHead head) {
        if (!head.active()) {
            handOut.remove(runId);
            return;
        }
        TaskCounts tasks = head.tasks();
        // A run that is not split yet waits with its first task.
        int asks = head.phase() == RunHead.Phase.ARRIVED ? 1 : tasks.waiting();
        int waiting = head.paused() ? 0 : asks;
        RunHead.Claim claim = head.claim();
        handOut.put(runId, new Share(claim.priority(), claim.order(), waiting, tasks.out()));
    }

    /** Hears that a task has come back. */
    void cameBack() {
        depth.completed(emitter.now());
    }

    /** Whether tasks wait for room. */
    boolean waits() {
        return handOut.waits();
    }

    /** The run whose turn it is; empty if there is no room or nothing to hand out. */
    Optional<String> next() {
        return handOut.waits() ? handOut.next(depth.now(emitter.now())) : Optional.empty();
    }

    /**
     * Sends the next task of a run.
     *
     * @param head what is known of the run, which is split
     */
    void send(String runId, RunHead head) throws IOException {
        TaskCounts tasks = head.tasks();
        int index = tasks.next();
        byte[] value = store.task(runId, head, index);
        if (value == null) {
            tasks = tasks.passedOver();
        } else {
            int attempt = head.attempts().current();
            TaskId id = new TaskId(runId, stage, index, tasks.tasks(), attempt, head.round());
            byte[] current = attempt == 0 ? value : withAttempt(value, attempt);
            emitter.forward(emitter.prepare(topic, id, current, store.cause(runId, head)));
            tasks = tasks.handedOut();
        }
        RunHead after = head.with(tasks);
        store.put(runId, after);
        changed(runId, after);
    }

    private byte[] withAttempt(byte[] value, int attempt) throws IOException {
        T task = codec.decode(topic, value);
        Objects.requireNonNull(Identity.task(task)).setAttempt(attempt);
        return codec.encode(topic, task);
    }
}
