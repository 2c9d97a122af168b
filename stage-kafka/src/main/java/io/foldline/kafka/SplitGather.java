package io.foldline.kafka;

import io.foldline.event.FailureKind;
import io.foldline.event.RunFailed;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.kafka.RunStore.OpenRun;
import io.foldline.kafka.log.RunIds;
import io.foldline.kafka.wire.DeadLetter;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.EventWriter;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits what starts a stage into tasks and gathers their results. All its reading, remembering and sending is one
 * transaction, so that each run gets one event of the stage or one failure, whatever is delivered twice or dies.
 */
final class SplitGather<
                I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
        extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(SplitGather.class);

    private final StageBinding<I, T, R, O> binding;
    private final StageTopics<I, T, R, O> topics;
    private final Stage<I, T, R, O> stage;
    private final EventCodec codec;
    private final Partitioning partitioning;
    // Set by init, before anything else is called.
    private Emitter emitter;
    private RunStore runs;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    SplitGather(
            StageBinding<I, T, R, O> binding, Stage<I, T, R, O> stage, EventCodec codec, Partitioning partitioning) {
        this.binding = binding;
        this.topics = binding.topics();
        this.stage = stage;
        this.codec = codec;
        this.partitioning = partitioning;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        emitter = new Emitter(new EventWriter(codec, binding.stage()), context);
        runs = new RunStore(context.getStateStore(RunStore.NAME));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context().recordMetadata().orElseThrow();
        try {
            dispatch(origin, record);
        } catch (UndecodableException e) {
            LOG.warn(
                    "{} offset {} goes to {}: {}", origin.topic(), origin.offset(), Topics.DEAD_LETTER, e.getMessage());
            emitter.forward(DeadLetter.of(
                    new DeadLetter.Origin(binding.stage(), origin.topic(), origin.partition(), origin.offset()),
                    record.key(),
                    record.value(),
                    record.headers(),
                    e));
        } catch (IOException e) {
            // The stream thread starts anew and meets the record again.
            throw new UncheckedIOException(e);
        }
    }

    private void dispatch(RecordMetadata origin, Record<byte[], byte[]> record) throws IOException {
        String topic = origin.topic();
        byte[] value = record.value();
        Headers cause = record.headers();
        if (topic.equals(topics.input().name())) {
            onInput(origin, codec.decode(topics.input(), value), record);
        } else if (topic.equals(topics.result().name())) {
            onResult(Identity.task(codec.decode(topics.result(), value)), value, cause);
        } else if (topic.equals(Topics.TASK_FAILED.name())) {
            onTaskFailed(codec.decode(Topics.TASK_FAILED, value), cause);
        } else if (topic.equals(Topics.RUN_CANCELLED.name())) {
            runs.close(codec.decode(Topics.RUN_CANCELLED, value).getRunId());
        } else {
            runs.close(codec.decode(Topics.RUN_FAILED, value).getRunId());
        }
    }

    private void onInput(RecordMetadata origin, I event, Record<byte[], byte[]> record) {
        String runId = Identity.runId(event);
        if (runs.knows(runId)) {
            LOG.debug("{}: run {} was begun before", binding.stage(), runId);
            return;
        }
        Headers cause = record.headers();
        if (!partitioning.agrees(topics.input(), runId, origin.partition())) {
            LOG.info("{}: run {} moves to the partition of its key", binding.stage(), runId);
            emitter.forward(emitter.prepare(topics.input(), event, cause));
            return;
        }
        Attempt<List<T>> split = Attempt.of(binding.stage() + " split", () -> split(runId, event));
        if (split instanceof Attempt.Ended<List<T>> ended) {
            fail(runId, ended.kind(), ended.message(), cause);
        } else if (split instanceof Attempt.Done<List<T>> done && done.value().isEmpty()) {
            gather(runId, event, List.of(), cause);
        } else if (split instanceof Attempt.Done<List<T>> done) {
            send(runId, done.value(), record);
        }
    }

    private List<T> split(String runId, I event) {
        RunIds.check(runId);
        List<T> tasks = stage.split(event);
        for (int i = 0; i < tasks.size(); i++) {
            TaskId expected = new TaskId(runId, binding.stage(), i, tasks.size(), 0);
            TaskId found = Identity.task(tasks.get(i));
            if (!expected.equals(found)) {
                throw new IllegalStateException("expected task " + expected + ", found " + found);
            }
        }
        return tasks;
    }

    private void send(String runId, List<T> tasks, Record<byte[], byte[]> input) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(tasks.size());
        for (T task : tasks) {
            records.add(emitter.prepare(topics.task(), task, input.headers()));
        }
        if (forward(runId, records, input.headers())) {
            runs.open(runId, input.value(), tasks.size());
            LOG.info("{}: run {} has {} tasks", binding.stage(), runId, tasks.size());
        }
    }

    private void onResult(@Nullable TaskId task, byte[] value, Headers cause) throws IOException {
        if (task == null || !task.getStage().equals(binding.stage())) {
            throw new UndecodableException(
                    topics.result().name() + ": expected a result of " + binding.stage() + ", found one of " + task);
        }
        String runId = task.getRunId();
        OpenRun before = runs.progress(runId);
        if (before == null || task.getIndex() < 0 || task.getIndex() >= before.tasks()) {
            LOG.debug("{}: result {} comes too late or was not asked for", binding.stage(), task);
            return;
        }
        OpenRun after = runs.add(runId, before, task.getIndex(), value);
        if (after == null || !after.complete()) {
            return;
        }
        I event = codec.decode(topics.input(), runs.inputOf(runId));
        List<R> results = new ArrayList<>(after.tasks());
        for (byte[] result : runs.resultsOf(runId)) {
            results.add(codec.decode(topics.result(), result));
        }
        gather(runId, event, results, cause);
    }

    private void gather(String runId, I event, List<R> results, Headers cause) {
        Attempt<List<ProducerRecord<byte[], byte[]>>> gathered = Attempt.of(binding.stage() + " gather", () -> {
            O completed = stage.gather(event, results);
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            records.add(emitter.prepare(topics.completed(), completed, cause));
            binding.derived().apply(completed).forEach(emission -> records.add(prepare(emission, cause)));
            return records;
        });
        if (gathered instanceof Attempt.Ended<List<ProducerRecord<byte[], byte[]>>> ended) {
            fail(runId, ended.kind(), ended.message(), cause);
        } else if (gathered instanceof Attempt.Done<List<ProducerRecord<byte[], byte[]>>> done
                && forward(runId, done.value(), cause)) {
            runs.close(runId);
            LOG.info("{}: run {} is complete", binding.stage(), runId);
        }
    }

    private <E extends SpecificRecord> ProducerRecord<byte[], byte[]> prepare(
            StageBinding.Emission<E> emission, Headers cause) {
        return emitter.prepare(emission.topic(), emission.value(), cause);
    }

    private void onTaskFailed(TaskFailed event, Headers cause) {
        TaskId task = event.getTask();
        if (task.getStage().equals(binding.stage()) && runs.progress(task.getRunId()) != null) {
            String message =
                    String.format("task %d of %d: %s", task.getIndex() + 1, task.getCount(), event.getMessage());
            fail(task.getRunId(), event.getKind(), message, cause);
        }
    }

    private void fail(String runId, FailureKind kind, String message, Headers cause) {
        LOG.warn("{}: run {} failed: {}", binding.stage(), runId, message);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        emitter.forward(emitter.prepare(
                Topics.RUN_FAILED, new RunFailed(runId, binding.stage(), kind, message, now, 0), cause));
        runs.close(runId);
        context().commit();
    }

    /** Sends all or, where one is larger than topics take, none; then the run has failed. */
    private boolean forward(String runId, List<ProducerRecord<byte[], byte[]>> records, Headers cause) {
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (Emitter.tooLarge(record)) {
                fail(
                        runId,
                        FailureKind.INTERNAL,
                        String.format(
                                "an event for %s has %d bytes, %d are the most; use fewer tasks",
                                record.topic(), record.value().length, Limits.MAX_RECORD_BYTES),
                        cause);
                return false;
            }
        }
        records.forEach(emitter::forward);
        context().commit();
        return true;
    }
}
