package io.foldline.kafka;

import io.foldline.event.RunRequested;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.kafka.wire.DeadLetter;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.EventWriter;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.Rounds;
import io.foldline.stage.Stage;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits what starts a stage into tasks, hands them out, and gathers their results. All its reading, remembering and
 * sending is one transaction, so that each run gets one event of the stage or one failure an attempt, whatever is
 * delivered twice or dies.
 */
final class SplitGather<
                I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
        extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(SplitGather.class);
    private static final Duration TICK = Duration.ofMillis(500);

    private final StageBinding<I, T, R, O> binding;
    private final StageTopics<I, T, R, O> topics;
    private final Stage<I, T, R, O> stage;
    private final EventCodec codec;
    private final Partitioning partitioning;
    private final IntSupplier workers;
    // Set by init, before anything else is called.
    private Emitter emitter;
    private RunStore store;
    private StageRuns runs;
    private @Nullable Cancellable ticks;

    /** @param workers number of workers of the stage */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    SplitGather(
            StageBinding<I, T, R, O> binding,
            Stage<I, T, R, O> stage,
            EventCodec codec,
            Partitioning partitioning,
            IntSupplier workers) {
        this.binding = binding;
        this.topics = binding.topics();
        this.stage = stage;
        this.codec = codec;
        this.partitioning = partitioning;
        this.workers = workers;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        // A task that Streams revives comes here again.
        stopTicks();
        emitter = new Emitter(new EventWriter(codec, binding.stage()), context);
        store = new RunStore(context.getStateStore(RunStore.NAME));
        TaskSender<T> tasks = new TaskSender<>(binding, codec, emitter, store, new Depth(workers));
        StageSteps<I, T, R, O> steps = new StageSteps<>(binding, stage, codec, emitter);
        runs = new StageRuns(binding.stage(), steps, store, tasks, emitter);
        tickIfNeeded();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context().recordMetadata().orElseThrow();
        try {
            dispatch(origin, record);
            runs.handOut();
        } catch (UndecodableException e) {
            LOG.warn(
                    "{} offset {} goes to {}: {}", origin.topic(), origin.offset(), Topics.DEAD_LETTER, e.getMessage());
            emitter.forward(DeadLetter.of(
                    new DeadLetter.Origin(binding.stage(), origin.topic(), origin.partition(), origin.offset()),
                    record.key(),
                    record.value(),
                    record.headers(),
                    e));
            unreadable(origin, record, e);
        } catch (IOException e) {
            // The stream thread starts anew and meets the record again.
            throw new UncheckedIOException(e);
        }
        store.flush();
        tickIfNeeded();
    }

    /** Nobody works on a task again whose result was sent, so a run whose result cannot be read has no other end. */
    private void unreadable(RecordMetadata origin, Record<byte[], byte[]> record, UndecodableException cause) {
        if (!origin.topic().equals(topics.result().name()) || record.key() == null) {
            return;
        }
        try {
            runs.resultUnread(new String(record.key(), StandardCharsets.UTF_8), String.valueOf(cause.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dispatch(RecordMetadata origin, Record<byte[], byte[]> record) throws IOException {
        String topic = origin.topic();
        byte[] value = record.value();
        Optional<Topic<I>> input = topics.inputs().stream()
                .filter(candidate -> candidate.name().equals(topic))
                .findFirst();
        if (input.isPresent()) {
            onInput(origin, input.get(), codec.decode(input.get(), value), record);
        } else if (topic.equals(topics.result().name())) {
            runs.result(resultId(codec.decode(topics.result(), value)), value);
        } else if (topic.equals(Topics.TASK_FAILED.name())) {
            onTaskFailed(codec.decode(Topics.TASK_FAILED, value));
        } else if (topic.equals(Topics.RUN_CANCELLED.name())) {
            runs.cancelled(codec.decode(Topics.RUN_CANCELLED, value).getRunId());
        } else if (topic.equals(Topics.RUN_CONTROLLED.name())) {
            runs.controlled(codec.decode(Topics.RUN_CONTROLLED, value));
        } else {
            runs.failed(codec.decode(Topics.RUN_FAILED, value));
        }
    }

    private void onInput(RecordMetadata origin, Topic<I> topic, I event, Record<byte[], byte[]> record)
            throws IOException {
        String runId = Identity.runId(event);
        RunRequested request = Identity.request(event);
        if (runs.hasArrived(runId, Rounds.of(request))) {
            LOG.debug("{}: run {} was begun before", binding.stage(), runId);
        } else if (partitioning.agrees(topic, runId, origin.partition())) {
            runs.arrived(runId, request, record.value(), record.headers());
        } else {
            LOG.info("{}: run {} moves to the partition of its key", binding.stage(), runId);
            emitter.forward(emitter.prepare(topic, event, record.headers()));
        }
    }

    private TaskId resultId(R result) {
        TaskId task = Identity.task(result);
        if (task == null || !task.getStage().equals(binding.stage())) {
            throw new UndecodableException(
                    topics.result().name() + ": expected a result of " + binding.stage() + ", found one of " + task);
        }
        return task;
    }

    private void onTaskFailed(TaskFailed event) throws IOException {
        if (event.getTask().getStage().equals(binding.stage())) {
            runs.taskFailed(event);
        }
    }

    /** Ticks cost a transaction each, so there are none while nothing waits. */
    private void tickIfNeeded() {
        if (!runs.watchesTime()) {
            stopTicks();
        } else if (ticks == null) {
            ticks = context().schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick());
        }
    }

    private void stopTicks() {
        if (ticks != null) {
            ticks.cancel();
            ticks = null;
        }
    }

    private void tick() {
        try {
            runs.checkDeadlines();
            // There may be more workers than before.
            runs.handOut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.flush();
        tickIfNeeded();
    }
}
