package io.foldline.kafka;

import io.foldline.kafka.wire.EventWriter;
import io.foldline.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends events out of the topology, in its transaction. Sinks are called like their topics. */
record Emitter(EventWriter writer, ProcessorContext<byte[], byte[]> context) {
    /** Makes a record with the time now. */
    <E extends SpecificRecord> ProducerRecord<byte[], byte[]> prepare(Topic<E> topic, E event, Headers cause) {
        try {
            return writer.record(topic, event, cause);
        } catch (IOException e) {
            // The stream thread starts anew and meets the input again.
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a record is larger than any topic takes. */
    static boolean tooLarge(ProducerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        return value != null && value.length > Limits.MAX_RECORD_BYTES - Limits.OVERHEAD_BYTES;
    }

    /** Sends a record that was made here. */
    void forward(ProducerRecord<byte[], byte[]> record) {
        context.forward(
                new Record<>(record.key(), record.value(), record.timestamp(), record.headers()), record.topic());
    }
}
