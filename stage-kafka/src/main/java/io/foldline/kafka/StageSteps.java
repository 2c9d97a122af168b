package io.foldline.kafka;

import io.foldline.event.FailureKind;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskId;
import io.foldline.kafka.log.RunIds;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Splits and gathers, from bytes to bytes, and refuses what does not fit into topics. */
final class StageSteps<
        I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord> {
    private final StageBinding<I, T, R, O> binding;
    private final StageTopics<I, T, R, O> topics;
    private final Stage<I, T, R, O> stage;
    private final EventCodec codec;
    private final Emitter emitter;

    StageSteps(StageBinding<I, T, R, O> binding, Stage<I, T, R, O> stage, EventCodec codec, Emitter emitter) {
        this.binding = binding;
        this.topics = binding.topics();
        this.stage = stage;
        this.codec = codec;
        this.emitter = emitter;
    }

    /** The tasks that an event falls into. */
    Attempt<List<byte[]>> split(String runId, int round, byte[] input) throws IOException {
        I event = codec.decode(topics.input(), input);
        Attempt<List<T>> split = Attempt.of(topics.stage() + " split", () -> split(runId, round, event));
        if (split instanceof Attempt.Ended<List<T>> ended) {
            return new Attempt.Ended<>(ended.kind(), ended.message());
        }
        List<byte[]> tasks = new ArrayList<>();
        for (T task : ((Attempt.Done<List<T>>) split).value()) {
            byte[] value = codec.encode(topics.task(), task);
            if (Emitter.tooLarge(value)) {
                return tooLarge(topics.task().name(), value);
            }
            tasks.add(value);
        }
        return new Attempt.Done<>(tasks);
    }

    /**
     * The records that results add up to.
     *
     * @param results one for each task, in the order of the tasks
     */
    Attempt<List<ProducerRecord<byte[], byte[]>>> gather(byte[] input, List<byte[]> results, Headers cause)
            throws IOException {
        I event = codec.decode(topics.input(), input);
        List<R> decoded = new ArrayList<>(results.size());
        for (byte[] result : results) {
            decoded.add(codec.decode(topics.result(), result));
        }
        Attempt<List<ProducerRecord<byte[], byte[]>>> gathered = Attempt.of(topics.stage() + " gather", () -> {
            O completed = stage.gather(event, decoded);
            Optional<RunRequested> again = stage.again(completed, Instant.now());
            if (again.isPresent()) {
                return List.of(emitter.prepare(Topics.RUN_CONTINUED, again.get(), cause));
            }
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            records.add(emitter.prepare(topics.completed(), completed, cause));
            binding.derived().apply(completed).forEach(emission -> records.add(prepare(emission, cause)));
            return records;
        });
        if (gathered instanceof Attempt.Done<List<ProducerRecord<byte[], byte[]>>> done) {
            for (ProducerRecord<byte[], byte[]> record : done.value()) {
                if (Emitter.tooLarge(record.value())) {
                    return tooLarge(record.topic(), record.value());
                }
            }
        }
        return gathered;
    }

    private List<T> split(String runId, int round, I event) {
        RunIds.check(runId);
        List<T> tasks = stage.split(event);
        for (int i = 0; i < tasks.size(); i++) {
            TaskId expected = new TaskId(runId, topics.stage(), i, tasks.size(), 0, round);
            TaskId found = Identity.task(tasks.get(i));
            if (!expected.equals(found)) {
                throw new IllegalStateException("expected task " + expected + ", found " + found);
            }
        }
        return tasks;
    }

    private <E extends SpecificRecord> ProducerRecord<byte[], byte[]> prepare(
            StageBinding.Emission<E> emission, Headers cause) {
        Topic<E> topic = emission.topic();
        return emitter.prepare(topic, emission.value(), cause);
    }

    private static <V> Attempt<V> tooLarge(String topic, byte[] value) {
        return new Attempt.Ended<>(
                FailureKind.INTERNAL,
                "an event for %s has %d bytes, %d are the most; use fewer tasks"
                        .formatted(topic, value.length, Limits.MAX_RECORD_BYTES));
    }
}
