package io.foldline.kafka;

import io.foldline.event.TaskId;
import io.foldline.kafka.wire.EventWriter;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends events out of the topology, in its transaction. Sinks are called like their topics. */
final class Emitter {
    /** About as long as a commit takes, so that a burst of events does not spend its time on commits. */
    private static final long COMMIT_GAP_MS = 10;

    private final EventWriter writer;
    private final ProcessorContext<byte[], byte[]> context;
    private long committed;

    Emitter(EventWriter writer, ProcessorContext<byte[], byte[]> context) {
        this.writer = writer;
        this.context = context;
    }

    /** Makes a record with the time now. */
    <E extends SpecificRecord> ProducerRecord<byte[], byte[]> prepare(Topic<E> topic, E event, Headers cause) {
        try {
            return writer.record(topic, event, cause);
        } catch (IOException e) {
            // The stream thread starts anew and meets the input again.
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the record of a task that was encoded before, with the time now. */
    ProducerRecord<byte[], byte[]> prepare(Topic<?> topic, TaskId task, byte[] value, Headers cause) {
        return writer.record(topic, Identity.of(topic, task), value, cause);
    }

    /** Whether the value of a record is larger than any topic takes. */
    static boolean tooLarge(byte[] value) {
        return value.length > Limits.MAX_RECORD_BYTES - Limits.OVERHEAD_BYTES;
    }

    /** Sends a record that was made here. */
    void forward(ProducerRecord<byte[], byte[]> record) {
        context.forward(
                new Record<>(record.key(), record.value(), record.timestamp(), record.headers()), record.topic());
    }

    /** Ends the transaction at once, for others wait for what is in it; one that was just begun ends in its time. */
    void commit() {
        long now = now();
        if (Math.abs(now - committed) >= COMMIT_GAP_MS) {
            committed = now;
            context.commit();
        }
    }

    /** The time of the machine, in milliseconds since the epoch. */
    long now() {
        return context.currentSystemTimeMs();
    }
}
